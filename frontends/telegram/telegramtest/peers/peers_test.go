package peers

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// peer starts a bot and gives what stops it. A call that fails is the stage's
// to report.
type peer func(s *stage) (stop func())

func TestForeignClientsAreAtHomeInTheDouble(t *testing.T) {
	t.Parallel()
	specs := official(t)
	for name, start := range map[string]peer{"telego": startTelego, "gotgbot": startGotgbot} {
		for scene, play := range map[string]func(*stage){
			"echo": echo, "keyboard": keyboard, "press": press, "edit": edit, "document": document,
		} {
			t.Run(name+"/"+scene, func(t *testing.T) {
				t.Parallel()
				s := newStage(t, specs)
				stop := start(s)
				defer func() {
					// A long poll ends with its server, not with its client.
					s.must(s.Shutdown())
					stop()
				}()
				play(s)
				over, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				s.must(s.Idle(over))
				for _, violation := range s.Violations() {
					t.Error(violation)
				}
			})
		}
	}
}

// echo: a plain text comes back in answer to itself, in a direct chat and, as a
// command, in a group; somebody new is greeted.
func echo(s *stage) {
	cast := s.Cast()
	s.must(s.Type(cast.Ann.Ref, cast.AnnDirect, "Grüße 🎉 & <b>more</b>"))
	s.awaitText(cast.Ann.Ref, "Grüße 🎉 & <b>more</b>")
	s.must(s.Type(cast.Ann.Ref, cast.Group.Ref, "/echo here"))
	seen := s.awaitText(cast.Ben.Ref, "/echo here")
	if !seen.Group {
		s.t.Errorf("the echo stands in %v", seen.Place)
	}
	s.must(s.PressStart(cast.Ben.Ref, "a-token"))
	s.awaitText(cast.Ben.Ref, greeting)
}

// keyboard: one under the message, and one in place of the letters, which goes
// after its use.
func keyboard(s *stage) {
	cast := s.Cast()
	s.must(s.Type(cast.Ann.Ref, cast.AnnDirect, "/keys"))
	if seen := s.awaitText(cast.Ann.Ref, question); !slices.Equal(seen.Buttons, []string{"Left", "Right", "Site"}) {
		s.t.Errorf("the buttons are %q", seen.Buttons)
	}
	s.must(s.Type(cast.Ann.Ref, cast.AnnDirect, "/colours"))
	seen := s.awaitText(cast.Ann.Ref, colours)
	if !slices.Equal(seen.Buttons, []string{"Red", "Blue"}) {
		s.t.Errorf("the keys are %q", seen.Buttons)
	}
	s.must(s.Press(cast.Ann.Ref, seen.ID, "Blue"))
	s.awaitText(cast.Ann.Ref, "Blue")
}

// press: a button in a group is answered with a word at once and a changed
// message.
func press(s *stage) {
	cast := s.Cast()
	s.must(s.Type(cast.Ann.Ref, cast.Group.Ref, "/keys"))
	seen := s.awaitText(cast.Ben.Ref, question)
	s.must(s.Press(cast.Ben.Ref, seen.ID, "Right"))
	s.await(cast.Ben.Ref, "the word", func(seen frontendtest.Seen) bool { return seen.Notice && seen.Text == noted })
	after := s.awaitText(cast.Ann.Ref, picked+"right")
	if after.ID != seen.ID || !slices.Equal(after.Buttons, []string{"Left", "Right", "Site"}) {
		s.t.Errorf("the message became %+v", after)
	}
}

// edit: somebody changes what they wrote, and hears of it.
func edit(s *stage) {
	cast := s.Cast()
	s.must(s.Type(cast.Ann.Ref, cast.AnnDirect, "frist"))
	s.awaitText(cast.Ann.Ref, "frist")
	s.must(s.Edit(cast.Ann.Ref, "", "first"))
	s.awaitText(cast.Ann.Ref, "first")
}

// document: one goes out, and one comes in and is downloaded.
func document(s *stage) {
	cast := s.Cast()
	s.must(s.Type(cast.Ann.Ref, cast.AnnDirect, "/list"))
	seen := s.await(cast.Ann.Ref, "the list", func(seen frontendtest.Seen) bool { return len(seen.Files) > 0 })
	if file := seen.Files[0]; file.Name != listName || !bytes.Equal(file.Data, []byte(list)) || seen.Text != caption {
		s.t.Errorf("the list is %+v", seen)
	}
	content := strings.Repeat("row\n", 1000)
	s.must(s.SendFile(cast.Ann.Ref, cast.AnnDirect, chat.File{Name: "rows.csv", Data: []byte(content)}))
	s.awaitText(cast.Ann.Ref, received+strconv.Itoa(len(content)))
}
