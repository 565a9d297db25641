package operator_test

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/apps/operator"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errDisk = errors.New("no space left on device\nstack")

// vault makes pretended backups, checks a pretended log and counts both.
type vault struct {
	mu      sync.Mutex
	made    int
	checks  int
	failing error
	partly  bool // the backup is good, but something else failed
	broken  error
}

func (v *vault) backup(context.Context) (operator.Backup, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.failing != nil && !v.partly {
		return operator.Backup{}, v.failing
	}
	v.made++
	return operator.Backup{Name: "parley-" + strconv.Itoa(v.made) + ".bak", Size: 1_234_567, SHA256: "c0ffee", Encrypted: v.made > 1}, v.failing
}

func (v *vault) check(context.Context) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.checks++
	return v.broken
}

func (v *vault) set(change func(v *vault)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	change(v)
}

var ops = chat.PlaceRef{Platform: bottest.D, ID: "ops"}

// scene is a stage with the app on it and a community in which people act.
type scene struct {
	*bottest.Stage
	vault   *vault
	service *operator.Service
	mirror  *operator.Mirror
	boss    *bottest.Person // administers the community
	owner   *bottest.Person // in the direct chat
	watch   *storetest.Clock
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{vault: &vault{}}
	s.watch = storetest.NewClock(storetest.Epoch)
	s.mirror = operator.NewMirror(slog.DiscardHandler, s.watch.Now)
	s.service = operator.New(operator.Options{
		Backup: s.vault.backup, VerifyLog: s.vault.check, Owners: []chat.UserRef{bottest.Owner(), {Platform: bottest.T, ID: "never-seen"}, bottest.Owner()},
		Mirror: s.mirror, Channels: []chat.PlaceRef{ops}, Logger: slog.New(s.mirror),
	})
	s.Stage = bottest.NewLogging(t, s.mirror, s.service.App())
	s.boss = s.Person(bottest.D, "boss").In("agency").AsAdmin()
	s.owner = s.Person(bottest.D, "owner")
	s.boss.Says("/ping")
	s.owner.Says("/ping")
	s.Settle() // by now the nights are planned
	return s
}

// pass lets time pass, and what falls due meanwhile happen.
func (s *scene) pass(d time.Duration) {
	s.watch.Advance(d)
	s.Pass(d)
	s.Settle()
}

// told are the messages in the operator's channel.
func (s *scene) told() []string {
	s.Settle()
	var all []string
	for _, d := range s.D.Sent(chat.UserRef{}) {
		if d.Place == ops {
			all = append(all, chat.PlainText(d.Message.Document))
		}
	}
	return all
}

// logged returns the events of a type.
func (s *scene) logged(t *testing.T, typ string) []audit.Record {
	t.Helper()
	var list []audit.Record
	err := s.Store.Read(t.Context(), func(tx *store.Tx) (err error) {
		list, err = audit.Since(tx, -1, typ, 100)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
