package main

import (
	"context"
	"net/http"
)

// echoTelegram polls, and answers each message with its own words. The next
// poll confirms at once: nothing could be plainer, or lose more.
func (w wire) echoTelegram(ctx context.Context, base string) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	f := flight{ctx, fail}
	ask := struct {
		Offset  int64 `json:"offset,omitempty"`
		Timeout int   `json:"timeout"`
		Limit   int   `json:"limit"`
	}{Timeout: 50, Limit: 100}
	for {
		var got struct {
			Result []struct {
				ID      int64 `json:"update_id"`
				Message struct {
					Chat struct {
						ID int64 `json:"id"`
					} `json:"chat"`
					Text string `json:"text"`
				} `json:"message"`
			} `json:"result"`
		}
		if err := w.call(ctx, http.MethodPost, base+"getUpdates", "", ask, &got); err != nil {
			return context.Cause(ctx)
		}
		for _, u := range got.Result {
			ask.Offset = u.ID + 1
			f.run(func() error {
				message := map[string]any{"chat_id": u.Message.Chat.ID, "text": u.Message.Text}
				return w.call(ctx, http.MethodPost, base+"sendMessage", "", message, nil)
			})
		}
	}
}
