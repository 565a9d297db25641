package telegramtest

import (
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Bounds of what is kept of files.
const (
	keptFiles = 256
	keptBytes = 128 << 20
)

// stored is a file on the platform's servers.
type stored struct {
	info  fileInfo
	file  chat.File
	path  string
	until time.Time // its link works until then; zero: it has none
}

// store keeps a file; the oldest ones go when there are too many.
func (s *Server) store(f chat.File) *stored {
	n := s.next()
	if f.Media == "" {
		f.Media = mime.TypeByExtension(path.Ext(f.Name))
	}
	kept := &stored{file: f, path: fmt.Sprintf("documents/file_%d%s", n, path.Ext(f.Name)), info: fileInfo{
		ID: fmt.Sprintf("BQACAgIAAxkBAAI%09d", n), UniqueID: fmt.Sprintf("AgADAgAC%08d", n),
		Name: f.Name, Media: f.Media, Size: int64(len(f.Data)),
	}}
	s.files[kept.info.ID] = kept
	s.fileOrder = append(s.fileOrder, kept)
	s.fileBytes += kept.info.Size
	for len(s.fileOrder) > keptFiles || s.fileBytes > keptBytes && len(s.fileOrder) > 1 {
		oldest := s.fileOrder[0]
		delete(s.files, oldest.info.ID)
		s.fileBytes -= oldest.info.Size
		s.fileOrder = s.fileOrder[1:]
	}
	return kept
}

// given finds the file of a call: uploaded under the field's own name, attached
// under another one, or known to the server already.
func (s *Server) given(c *call, field string) (*stored, error) {
	f, uploaded := c.files[field]
	value := c.params[field]
	if name, attached := strings.CutPrefix(value, "attach://"); attached {
		f, uploaded = c.files[name]
	}
	switch {
	case uploaded && len(f.data) == 0:
		return nil, bad("file must be non-empty")
	case uploaded:
		media := f.media
		if media == "application/octet-stream" {
			media = ""
		}
		return s.store(chat.File{Name: f.name, Media: media, Data: f.data}), nil
	case value == "":
		return nil, bad("there is no " + field + " in the request")
	case s.files[value] != nil:
		return s.files[value], nil
	case strings.HasPrefix(value, "http"):
		return nil, bad("failed to get HTTP URL content")
	}
	return nil, bad("wrong file identifier/HTTP URL specified")
}

func (s *Server) sendDocument(c *call) (any, error) {
	return s.sendFile(c, "document", func(m *message, f *stored) { m.Document = &f.info })
}

// sendPhoto has one size and does not look at the picture.
func (s *Server) sendPhoto(c *call) (any, error) {
	return s.sendFile(c, "photo", func(m *message, f *stored) {
		m.Photo = []*fileInfo{{ID: f.info.ID, UniqueID: f.info.UniqueID, Width: 90, Height: 90, Size: f.info.Size}}
	})
}

func (s *Server) sendFile(c *call, field string, put func(*message, *stored)) (any, error) {
	caption, entities, err := s.text(c, "caption", "caption_entities", maxCaption)
	if err != nil {
		return nil, err
	}
	f, err := s.given(c, field)
	if err != nil {
		return nil, err
	}
	m := message{Caption: caption, CapEntities: entities}
	put(&m, f)
	return s.send(c, m, &f.file)
}

// getFile begins the hour for which the link works; asking again renews it.
func (s *Server) getFile(c *call) (any, error) {
	f := s.files[c.params["file_id"]]
	if f == nil {
		return nil, bad("wrong file_id or the file is temporarily unavailable")
	}
	if f.info.Size > maxDownload {
		s.broke(17, "getFile: a file over %d MB", maxDownload>>20)
		return nil, bad("file is too big")
	}
	f.until = s.opt.Now().Add(linkLife)
	return struct {
		ID       string `json:"file_id"`
		UniqueID string `json:"file_unique_id"`
		Size     int64  `json:"file_size"`
		Path     string `json:"file_path"`
	}{f.info.ID, f.info.UniqueID, f.info.Size, f.path}, nil
}

// fileMethod is the name under which downloads are counted and can be made to
// fail.
const fileMethod = "file"

// download serves what getFile gave a link to.
func (s *Server) download(w http.ResponseWriter, r *http.Request, rest string) {
	token, name, _ := strings.Cut(rest, "/")
	c := &call{ctx: r.Context(), method: fileMethod, params: map[string]string{"path": name}}
	s.mu.Lock()
	entry := s.log.begin(c, s.opt.Now())
	fault, released := s.strike(c), s.released
	found := s.linked(token, name)
	code := http.StatusOK
	switch {
	case fault != nil:
		code = fault.status()
	case found == nil:
		code = http.StatusNotFound
	}
	s.log.end(entry, code)
	s.touch()
	s.mu.Unlock()
	switch {
	case fault != nil:
		s.suffer(w, c, fault, released)
	case found == nil:
		s.answer(w, nil, &refusal{code: code, text: "Not Found"})
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write(found.file.Data)
	}
}

// linked looks among the kept files only, so that a forgotten file is a dead link.
func (s *Server) linked(token, name string) *stored {
	for _, f := range s.fileOrder {
		if token == s.opt.Token && f.path == name && s.opt.Now().Before(f.until) {
			return f
		}
	}
	return nil
}

// SendFile is somebody sending a file to a place.
func (s *Server) SendFile(who chat.UserRef, at chat.PlaceRef, f chat.File) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	r, thread, err := s.stand(p, at)
	if err != nil {
		return err
	}
	if r.kind == private && !p.started {
		return ErrNotStarted
	}
	return s.tell(p, r, message{From: p.user, Thread: thread, Document: &s.store(f).info})
}
