package telegramtest_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// clock is a clock that a test winds by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// pressedQuery lets Ann press a button in the group and returns the query's id.
func (s *stage) pressedQuery() string {
	s.t.Helper()
	s.do("sendMessage", object{
		"chat_id": s.cast.Group.Ref.ID, "text": "press", "reply_markup": oneButton(object{"callback_data": "a"}),
	})
	s.must(s.Press(s.cast.Ann.Ref, s.newest(s.cast.Ann).ID, "Go"))
	return s.update("callback_query")["id"].(string)
}

// forum makes a forum with one topic, in which Ann and the bot are members.
func (s *stage) forum() (forum, topic chat.PlaceRef) {
	place := s.AddChat(telegramtest.Chat{Kind: telegramtest.Forum, Title: "F", Members: []telegramtest.Member{{Who: s.cast.Ann.Ref}}})
	return place.Ref, s.AddTopic(place.Ref, "deals")
}

// whisper is a message that Ann alone is to see.
func (s *stage) whisper(at, query string, markup object) object {
	m := object{"chat_id": at, "text": "for you", "ephemeral_message_parameters": object{
		"receiver_user_id": number(s.cast.Ann), "callback_query_id": query,
	}}
	if markup != nil {
		m["reply_markup"] = markup
	}
	return m
}

func number(u chat.User) int64 {
	n, err := strconv.ParseInt(u.Ref.ID, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

// polling waits until a long poll is under way.
func (s *stage) polling() { s.called("getUpdates") }

// called waits until a method was called.
func (s *stage) called(method string) {
	s.t.Helper()
	for {
		changed := s.Changed()
		if s.Count(method) > 0 {
			return
		}
		select {
		case <-changed:
		case <-s.t.Context().Done():
			s.t.Fatalf("nobody calls %s", method)
		}
	}
}

// upload calls a method as a form with one file.
func (s *stage) upload(method string, params object, field string, data []byte) answer {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range params {
		s.must(form.WriteField(name, fmt.Sprint(value)))
	}
	part, err := form.CreateFormFile(field, "note.txt")
	s.must(err)
	_, err = part.Write(data)
	s.must(err)
	s.must(form.Close())
	a, err := s.post(method, form.FormDataContentType(), &body)
	s.must(err)
	return a
}

// leavePoll starts a long poll and gives it up.
func (s *stage) leavePoll() {
	s.t.Helper()
	ctx, leave := context.WithCancel(s.t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL()+"/bot"+s.Token()+"/getUpdates?timeout=50", http.NoBody)
	s.must(err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if resp, err := s.http.Do(req); err == nil {
			_ = resp.Body.Close()
		}
	}()
	s.polling()
	leave()
	<-ended
}

// jsonNumber is a number of an answer in decimal.
func jsonNumber(n any) string {
	raw, _ := n.(float64)
	return strconv.FormatInt(int64(raw), 10)
}
