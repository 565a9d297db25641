// Package web is the door of a process to HTTP: the one server on which health,
// metrics and the platforms' webhooks are mounted by others. It knows none of
// them. It expects to stand behind a reverse proxy that speaks TLS and passes on
// only what the internet may see.
package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Options say where to listen.
type Options struct {
	Addr   string       // "127.0.0.1:8080", ":8080"; port 0 takes a free one
	Public string       // address under which the proxy is reached from outside; "" where it is not
	Logger *slog.Logger // default slog.Default
}

// Limits of one request. A platform's webhook is a few kilobytes and is answered
// at once; whatever takes longer is not one of them.
const (
	headerTime  = 5 * time.Second
	readTime    = 10 * time.Second
	writeTime   = 30 * time.Second
	idleTime    = 2 * time.Minute
	stopTime    = 5 * time.Second
	mostHeaders = 16 << 10 // bytes
	mostBody    = 1 << 20  // bytes
)

// Server is a listening server. Its methods may be called from any goroutine.
type Server struct {
	listener net.Listener
	server   *http.Server
	routes   routes
	public   string
}

var _ chat.Mounter = (*Server)(nil)

// Listen takes the address, so that a port in use is found before anything else
// starts. Nothing is answered before Run.
func Listen(ctx context.Context, o Options) (*Server, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Addr)
	if err != nil {
		return nil, fmt.Errorf("web: listen on %s: %w", o.Addr, err)
	}
	log := cmp.Or(o.Logger, slog.Default())
	s := &Server{listener: listener, public: strings.TrimSuffix(o.Public, "/")}
	s.server = &http.Server{
		Handler:           http.MaxBytesHandler(&s.routes, mostBody),
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: mostHeaders,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelDebug), // what strangers do wrong
	}
	return s, nil
}

// Addr is the address that is listened on, with its real port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// URL is where path is reached from outside, "" where nobody said.
func (s *Server) URL(path string) string {
	if s.public == "" {
		return ""
	}
	return s.public + path
}

// Mount has h handle requests for path; one that ends in a slash stands for all
// below it, and the longest wins. unmount waits for requests under way. A path
// that is taken is an error.
func (s *Server) Mount(path string, h http.Handler) (unmount func(), err error) {
	if !strings.HasPrefix(path, "/") {
		return nil, fmt.Errorf("web: %q is not a path", path)
	}
	return s.routes.add(path, h)
}

// Run answers until ctx ends, lets what is under way finish for a few seconds, and
// returns nil. The listener is closed then.
func (s *Server) Run(ctx context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- s.server.Serve(s.listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("web: serve: %w", err)
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	err := s.server.Shutdown(patience)
	if err != nil {
		err = errors.Join(err, s.server.Close())
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	if err != nil {
		return fmt.Errorf("web: stop: %w", err)
	}
	return nil
}

// Close gives the address up where Run was never called.
func (s *Server) Close() error { return s.listener.Close() }
