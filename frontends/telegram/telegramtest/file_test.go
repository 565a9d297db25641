package telegramtest_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// fetch downloads what getFile gave a link to.
func (s *stage) fetch(path string) (status int, body string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.URL()+"/file/bot"+s.Token()+"/"+path, http.NoBody)
	s.must(err)
	resp, err := s.http.Do(req)
	s.must(err)
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	s.must(err)
	return resp.StatusCode, string(raw)
}

func TestFilesOfPeopleAreDownloadedForAnHour(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := open(t, telegramtest.Options{Now: clock.now})
	s.must(s.SendFile(s.cast.Ann.Ref, s.cast.AnnDirect, chat.File{Name: "note.json", Data: []byte(`{"a":1}`)}))
	d := s.update("message")["document"].(object)
	if d["file_name"] != "note.json" || d["mime_type"] != "application/json" || d["file_size"] != 7.0 {
		t.Errorf("got %v", d)
	}
	path := s.do("getFile", object{"file_id": d["file_id"]})["file_path"].(string)
	if status, body := s.fetch(path); status != 200 || body != `{"a":1}` {
		t.Errorf("got %d %q", status, body)
	}
	s.Fail(telegramtest.Fault{Method: "file", Status: 503}, telegramtest.Fault{Method: "file", HTML: true})
	for _, want := range []int{503, 502, 200} {
		if status, _ := s.fetch(path); status != want {
			t.Errorf("got %d, want %d", status, want)
		}
	}
	clock.add(time.Hour)
	if status, _ := s.fetch(path); status != 404 {
		t.Errorf("an hour later: %d", status)
	}
	s.clean()
}

func TestFilesOfTheBotAreSeen(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	a := s.upload("sendDocument", object{"chat_id": s.cast.AnnDirect.ID, "caption": "here", "document": "attach://one"}, "one", []byte("words"))
	seen := s.newest(s.cast.Ann)
	if !a.OK || seen.Text != "here" || len(seen.Files) != 1 || seen.Files[0].Name != "note.txt" || string(seen.Files[0].Data) != "words" {
		t.Errorf("%s; Ann sees %+v", a.Description, seen)
	}
	if a := s.upload("sendDocument", object{"chat_id": s.cast.AnnDirect.ID}, "document", nil); a.Description != "Bad Request: file must be non-empty" {
		t.Errorf("an empty file: %+v", a)
	}
}

func TestOldFilesGo(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	for range 257 {
		s.must(s.SendFile(s.cast.Ann.Ref, s.cast.AnnDirect, chat.File{Name: "a", Data: []byte("x")}))
	}
	all := s.updates()
	s.refused(400, "wrong file_id", "getFile", object{"file_id": all[0]["message"].(object)["document"].(object)["file_id"]})
	s.do("getFile", object{"file_id": all[1]["message"].(object)["document"].(object)["file_id"]})
}
