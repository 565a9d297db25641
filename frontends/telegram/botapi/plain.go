package botapi

import (
	"context"
	"encoding/json"
	"fmt"
)

// Send makes a method call whose parameters have no file among them: as JSON, which
// costs half of what the library's multipart form does. What Telegram answers is
// read into result, nil where nobody wants it. Errors are for Classify.
func (c *Client) Send(ctx context.Context, method string, params, result any) error {
	data, err := json.Marshal(params)
	if err != nil {
		return &Failure{Method: method, Unmade: true, cause: err}
	}
	answer, err := c.gate.pass(ctx, method, "application/json", data)
	if err != nil || result == nil {
		return err
	}
	read := struct {
		Result any `json:"result"`
	}{result}
	if err := json.Unmarshal(answer, &read); err != nil {
		return fmt.Errorf("botapi: %s: read the answer: %w", method, err)
	}
	return nil
}
