package telegramtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func TestParametersComeInFourWays(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	markup := `{"inline_keyboard":[[{"text":"Go","callback_data":"a"}]]}`
	form := url.Values{"chat_id": {s.cast.AnnDirect.ID}, "text": {"hello"}, "reply_markup": {markup}, "disable_notification": {"true"}}
	ways := map[string]func() (answer, error){
		"JSON": func() (answer, error) {
			return s.try("sendMessage", object{"chat_id": number(s.cast.Ann), "text": "hello", "reply_markup": json.RawMessage(markup), "disable_notification": true})
		},
		"JSON with everything as strings": func() (answer, error) {
			return s.try("SENDmessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "hello", "reply_markup": markup, "disable_notification": "true"})
		},
		"a form": func() (answer, error) {
			return s.post("sendMessage", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
		},
		"the query": func() (answer, error) { return s.post("sendMessage?"+form.Encode(), "", http.NoBody) },
		"multipart": func() (answer, error) {
			return s.upload("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "hello", "reply_markup": markup}, "unused", []byte("x")), nil
		},
	}
	for name, way := range ways {
		a, err := way()
		s.must(err)
		seen := s.Seen(s.cast.Ann.Ref)
		if !a.OK || len(seen) == 0 || seen[len(seen)-1].Text != "hello" || len(seen[len(seen)-1].Buttons) != 1 {
			t.Errorf("%s: %+v, Ann sees %+v", name, a, seen)
		}
	}
	if n := s.Count("sendmessage"); n != len(ways) {
		t.Errorf("%d calls were counted, want %d", n, len(ways))
	}
}

func TestRequestsThatAreNone(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.refused(404, "method not found", "sendTelepathy", nil)
	for body, want := range map[string]int{"{": 400, "[]": 400, `{"chat_id":"\ud800"}`: 400, strings.Repeat(" ", 1<<20+1): 413} {
		a, err := s.post("sendMessage", "application/json", strings.NewReader(body))
		s.must(err)
		if a.Status != want {
			t.Errorf("%.20q: %d, want %d", body, a.Status, want)
		}
	}
	for path, want := range map[string]int{
		"/": 404, "/botnoToken/getMe": 404, "/bot" + s.Token(): 404, "/bot1:wrong/getMe": 401, "/other" + s.Token() + "/getMe": 404,
		"/file/bot" + s.Token() + "/documents/none": 404,
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+path, http.NoBody)
		s.must(err)
		resp, err := s.http.Do(req)
		s.must(err)
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, resp.StatusCode, want)
		}
	}
}

func TestRequestsAreRememberedInBounds(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	for range 2100 {
		s.call("getMe", nil)
	}
	s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": strings.Repeat("long ", 600)})
	all := s.Requests()
	last := all[len(all)-1]
	if len(all) != 2048 || last.Method != "sendMessage" || last.Status != 200 || len(last.Params["text"]) != 1024 || last.At.IsZero() {
		t.Errorf("%d requests, the last is %s %d", len(all), last.Method, last.Status)
	}
	if s.Count("") != 2101 || s.Count("getMe") != 2100 {
		t.Errorf("counted %d and %d", s.Count(""), s.Count("getMe"))
	}
}
