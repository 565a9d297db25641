package conform

import (
	"encoding/json"
	"slices"
	"testing"
)

// Whatever comes, the judge gives a verdict, and the same one twice.
func FuzzRequest(f *testing.F) {
	for _, line := range lines(f, "requests.jsonl")[:20] {
		var c call
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			f.Fatal(err)
		}
		f.Add(c.Method, string(c.Params))
	}
	f.Add("say", `{"chat_id":1,"text":"hi","markup":{"keys":[["a",{"text":"b"}]]},"ids":"[1]"}`)
	f.Add("send", `{"photo":"attach://x","":null,"media":[{}]}`)
	spec := small(f)
	f.Fuzz(func(t *testing.T, method, raw string) {
		v, err := decode([]byte(raw))
		if err != nil {
			return
		}
		params, ok := v.(map[string]any)
		if !ok {
			return
		}
		files := []File{{Field: method, Name: raw, Size: int64(len(raw))}}
		for _, name := range []string{method, "say", "send", "change"} {
			first, second := spec.Request(name, params, files), spec.Request(name, params, files)
			if !slices.Equal(first, second) {
				t.Fatalf("%s %s: %v, then %v", name, raw, first, second)
			}
		}
		spec.Result("say", json.RawMessage(raw))
		spec.Update(json.RawMessage(raw))
	})
}
