package discordtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
)

// upload is one file of a multipart request.
type upload struct {
	name, media string
	data        []byte
}

// mostBody is where reading stops: a little over the limit of a request, so
// that exceeding it is told by its rule.
const mostBody = mostUpload + 1<<20

// read takes the body in: JSON, or multipart with the JSON in payload_json.
func (c *call) read(r *http.Request) *refusal {
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body := http.MaxBytesReader(nil, r.Body, mostBody)
	if kind == "multipart/form-data" {
		return c.readParts(multipart.NewReader(body, params["boundary"]))
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return unreadable(err)
	}
	if len(data) > 0 && !json.Valid(data) {
		return bad(50109, "The request body contains invalid JSON.")
	}
	c.body = data
	return nil
}

func (c *call) readParts(parts *multipart.Reader) *refusal {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return unreadable(err)
		}
		if part.FileName() == "" {
			if part.FormName() == "payload_json" {
				c.body = data
			}
			continue
		}
		media := part.Header.Get("Content-Type")
		c.files = append(c.files, upload{name: part.FileName(), media: media, data: data})
	}
}

func unreadable(err error) *refusal {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return tooLarge()
	}
	return bad(50035, "Invalid Form Body")
}

// decode reads a JSON body. A key that Discord does not know it would ignore;
// here it breaks rule 17, and is then ignored too.
func (s *Server) decode(c *call, body json.RawMessage, into any) *refusal {
	if len(body) == 0 {
		body = json.RawMessage("{}")
	}
	strict := json.NewDecoder(bytes.NewReader(body))
	strict.DisallowUnknownFields()
	err := strict.Decode(into)
	if err == nil {
		return nil
	}
	if strings.Contains(err.Error(), "unknown field") {
		s.violate(17, "%s %s: %s", c.method, c.route, strings.TrimPrefix(err.Error(), "json: "))
		err = json.Unmarshal(body, into)
	}
	if err != nil {
		return s.breach(0, "body", "%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}
