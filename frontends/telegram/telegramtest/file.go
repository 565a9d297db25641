package telegramtest

import (
	"net/http"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// stored is a file on the platform's servers.
type stored struct {
	info  fileInfo
	file  chat.File
	path  string
	until time.Time // its link works until then
}

func (s *Server) download(w http.ResponseWriter, _ string) { w.WriteHeader(http.StatusNotFound) }
