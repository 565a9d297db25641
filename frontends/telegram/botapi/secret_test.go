package botapi_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// half is a body that breaks off with words of its own.
type half struct{ words error }

func (h half) Read(b []byte) (int, error) { return 0, h.words }
func (h half) Close() error               { return nil }

// Whatever goes wrong, and whoever repeats the URL, the token is in no error
// and no log; nor is what the message said.
func TestT13NoSecretGetsOut(t *testing.T) {
	t.Parallel()
	const repeated = "https://api.telegram.org/bot" + token + "/sendMessage"
	network := &url.Error{Op: "Post", URL: repeated, Err: errors.New("dial " + repeated)}
	faults := map[string]func() (*http.Response, error){
		"url.Error": func() (*http.Response, error) { return nil, network },
		"wrapped":   func() (*http.Response, error) { return nil, fmt.Errorf("proxy: %w", network) },
		"cut":       func() (*http.Response, error) { return &http.Response{StatusCode: 200, Body: half{network}}, nil },
		"cut cleanly": func() (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: half{io.ErrUnexpectedEOF}}, nil
		},
		"HTML":     func() (*http.Response, error) { return reply(502, "<a href="+repeated+">"+private) },
		"half":     func() (*http.Response, error) { return reply(200, `{"ok":true,"result":{"text":"`+private+repeated) },
		"strange":  func() (*http.Response, error) { return fine(`"` + private + repeated + `"`) },
		"redirect": func() (*http.Response, error) { return reply(302, repeated) },
		"no JSON":  func() (*http.Response, error) { return reply(200, `["`+repeated+`"]`) },
	}
	for _, code := range []int{400, 401, 403, 404, 409, 413, 429, 500} {
		faults[fmt.Sprint(code)] = func() (*http.Response, error) {
			return reply(code, fmt.Sprintf(`{"ok":false,"error_code":%d,"description":"wrong: %s","parameters":{"retry_after":1}}`, code, repeated))
		}
	}
	for name, fault := range faults {
		synctest.Test(t, func(t *testing.T) {
			var logged log
			c, err := botapi.New(botapi.Options{
				Token: token, Logger: logged.logger(), Pace: botapi.Pace{ChatEvery: -1},
				Transport: &wire{answer: func(request) (*http.Response, error) { return fault() }},
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range []botapi.Call{{Rank: botapi.RankNotice, Chat: 1, Create: true}, {Rank: botapi.RankNotice, Chat: 1}} {
				err := text(t.Context(), c, call)
				failure := botapi.Classify(err, call)
				if err == nil || failure == nil {
					t.Fatalf("%s: %v, %v", name, err, failure)
				}
				shown := fmt.Sprintf("%v %+v %#v %v %+v", err, err, err, failure, failure)
				if tellsSecret(err) || tellsSecret(failure) || strings.Contains(shown, secret) || strings.Contains(shown, private) {
					t.Errorf("%s: %s", name, shown)
				}
			}
			ctx, stop := stopAfter(t, 5*time.Minute)
			defer stop()
			if err := c.Poll(ctx, frontendtest.NewCore(nil), quiet{}); tellsSecret(err) {
				t.Errorf("%s: %v", name, err)
			}
			if said := logged.String(); strings.Contains(said, secret) || strings.Contains(said, private) {
				t.Errorf("%s: logged %s", name, said)
			}
		})
	}
}
