package web

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// routes finds who handles a path. Unlike http.ServeMux it can forget one: a
// frontend mounts when it starts and leaves when it stops.
type routes struct {
	mu     sync.RWMutex
	routes map[string]*route
}

// route is one mounted handler and the requests in it.
type route struct {
	handler http.Handler
	inside  sync.WaitGroup
}

func (r *routes) add(path string, h http.Handler) (func(), error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.routes[path] != nil {
		return nil, fmt.Errorf("web: %s is mounted already", path)
	}
	if r.routes == nil {
		r.routes = map[string]*route{}
	}
	mounted := &route{handler: h}
	r.routes[path] = mounted
	return sync.OnceFunc(func() {
		r.mu.Lock()
		delete(r.routes, path)
		r.mu.Unlock()
		mounted.inside.Wait()
	}), nil
}

// find enters the route of a path; the caller leaves it. nil where there is none.
func (r *routes) find(path string) *route {
	r.mu.RLock()
	defer r.mu.RUnlock()
	found := r.routes[path]
	for best := path; found == nil && best != ""; {
		best = best[:strings.LastIndexByte(best, '/')+1]
		found = r.routes[best]
		best = strings.TrimSuffix(best, "/")
	}
	if found != nil {
		found.inside.Add(1)
	}
	return found
}

// ServeHTTP hands a request to whoever is mounted there.
func (r *routes) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	found := r.find(req.URL.Path)
	if found == nil {
		http.NotFound(w, req)
		return
	}
	defer found.inside.Done()
	w.Header().Set("X-Content-Type-Options", "nosniff")
	found.handler.ServeHTTP(w, req)
}
