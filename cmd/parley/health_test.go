package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthCommand(t *testing.T) {
	t.Parallel()
	answers := make(chan int, 2)
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			t.Errorf("asked %s", r.URL.Path)
		}
		w.WriteHeader(<-answers)
	}))
	addr := strings.TrimPrefix(bot.URL, "http://")
	answers <- http.StatusOK
	if code, out, errs := talk(t, map[string]string{"HTTP_ADDR": addr}, "", "health"); code != exitGood || out != "alive\n" {
		t.Errorf("alive: exit %d, %s %s", code, out, errs)
	}
	answers <- http.StatusServiceUnavailable
	if code, _, errs := talk(t, map[string]string{"HTTP_ADDR": addr}, "", "health"); code != exitFailed || !strings.Contains(errs, "503") {
		t.Errorf("ill: exit %d, %s", code, errs)
	}
	bot.Close()
	if code, _, errs := talk(t, map[string]string{"HTTP_ADDR": addr}, "", "health"); code != exitFailed || !strings.Contains(errs, "does not answer") {
		t.Errorf("gone: exit %d, %s", code, errs)
	}
	if code, _, errs := talk(t, map[string]string{}, "", "health"); code != exitFailed || !strings.Contains(errs, "HTTP_ADDR") {
		t.Errorf("nowhere: exit %d, %s", code, errs)
	}
	if code, _, _ := talk(t, map[string]string{}, "", "health", "now"); code != exitUsage {
		t.Errorf("an argument: exit %d", code)
	}
}
