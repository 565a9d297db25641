package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve starts a server on a free port and stops it with the test.
func serve(t *testing.T) *Server {
	t.Helper()
	s, err := Listen(t.Context(), Options{Addr: "127.0.0.1:0", Public: "https://bot.example/"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return s
}

func ask(t *testing.T, s *Server, path, body string) (int, string) {
	t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Post("http://"+s.Addr()+path, "text/plain", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(said)
}

// echo answers with a word and what it was told.
func echo(word string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		_, _ = io.WriteString(w, word+" "+string(body))
	})
}

func TestMount(t *testing.T) {
	t.Parallel()
	s := serve(t)
	leave, err := s.Mount("/a/", echo("below"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Mount("/a/b", echo("exact")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/a/b": "exact x", "/a/c": "below x", "/a/c/d": "below x", "/a/": "below x"} {
		if code, said := ask(t, s, path, "x"); code != http.StatusOK || said != want {
			t.Errorf("%s: %d %q, want %q", path, code, said, want)
		}
	}
	if code, _ := ask(t, s, "/elsewhere", ""); code != http.StatusNotFound {
		t.Errorf("nobody's path: %d", code)
	}
	if _, err := s.Mount("/a/", echo("twice")); err == nil {
		t.Error("a path was mounted twice")
	}
	if _, err := s.Mount("a", echo("")); err == nil {
		t.Error("what is no path was mounted")
	}
	leave()
	leave()
	if code, _ := ask(t, s, "/a/c", ""); code != http.StatusNotFound {
		t.Errorf("after it left: %d", code)
	}
	if got := s.URL("/a"); got != "https://bot.example/a" {
		t.Errorf("outside: %s", got)
	}
}

func TestUnmountWaits(t *testing.T) {
	t.Parallel()
	s := serve(t)
	inside, goOn, left := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var finished atomic.Bool
	leave, err := s.Mount("/slow", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(inside)
		<-goOn
		finished.Store(true)
	}))
	if err != nil {
		t.Fatal(err)
	}
	answered := make(chan int, 1)
	go func() { code, _ := ask(t, s, "/slow", ""); answered <- code }()
	<-inside
	go func() { leave(); close(left) }()
	select {
	case <-left:
		t.Error("it left while a request was under way")
	default:
	}
	close(goOn)
	<-left
	if !finished.Load() {
		t.Error("it left before the request was done")
	}
	if code := <-answered; code != http.StatusOK {
		t.Errorf("answered %d", code)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	s := serve(t)
	if _, err := s.Mount("/in", echo("got")); err != nil {
		t.Fatal(err)
	}
	if code, _ := ask(t, s, "/in", strings.Repeat("x", mostBody+1)); code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large body: %d", code)
	}
}

func TestPortInUse(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, err := Listen(t.Context(), Options{Addr: s.Addr()})
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), s.Addr()) {
		t.Errorf("got %v", err)
	}
}
