package console

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// key is something that a person can press, under the number shown beside it.
type key struct {
	number  int
	label   string
	message chat.MessageRef
	button  int    // index among the message's buttons, or …
	choice  string // … the value of a select, where pick is set
	pick    bool
	url     string
}

// keyring holds the keys of one person. Numbers run on and are never given
// again, so that what is further up on the screen can still be pressed.
type keyring struct {
	last  int
	keys  []key
	fresh int // keys above this number came since the person's last act
}

// add gives numbers to what can be pressed on a message; those that the message
// had before it was replaced are void.
func (k *keyring) add(e pretend.Entry) {
	if e.Kind != pretend.Posted && e.Kind != pretend.Edited {
		return
	}
	k.keys = slices.DeleteFunc(k.keys, func(o key) bool { return o.message == e.Message.Ref })
	for _, s := range e.Message.Selects {
		for _, o := range s.Choices {
			k.put(key{label: o.Label, message: e.Message.Ref, choice: o.Value, pick: true})
		}
	}
	for i, b := range e.Message.Buttons() {
		k.put(key{label: b.Label, message: e.Message.Ref, button: i, url: b.URL})
	}
}

func (k *keyring) put(n key) {
	k.last++
	n.number = k.last
	k.keys = append(k.keys, n)
}

// of returns the keys of a message in the order in which they are shown.
func (k *keyring) of(ref chat.MessageRef) []key {
	var keys []key
	for _, o := range k.keys {
		if o.message == ref {
			keys = append(keys, o)
		}
	}
	return keys
}

// acted remembers that the person did something: what stands there now is no
// longer what a bare number is taken for, unless nothing newer comes.
func (k *keyring) acted() { k.fresh = k.last }

// bare finds the key that a lone number presses. A number may as well be an
// answer, so only what came since the last act counts, or the newest message
// that has keys.
func (k *keyring) bare(line string) (key, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || len(k.keys) == 0 {
		return key{}, false
	}
	found, is := k.find(line)
	newest := k.keys[len(k.keys)-1].message
	return found, is && (n > k.fresh || found.message == newest)
}

// find returns the key with that number, or the newest with that label in any
// case.
func (k *keyring) find(what string) (key, bool) {
	what = strings.TrimSpace(what)
	for _, o := range slices.Backward(k.keys) {
		if strconv.Itoa(o.number) == what || strings.EqualFold(Plain(o.label), what) {
			return o, true
		}
	}
	return key{}, false
}

// use presses a key.
func (s *session) use(k key) error {
	s.keys[s.who].acted()
	if k.pick {
		return s.explain(s.world.Choose(s.who, k.message, k.choice))
	}
	return s.explain(s.world.Press(s.who, k.message, k.button))
}
