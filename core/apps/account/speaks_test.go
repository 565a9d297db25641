package account

import (
	"testing"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestSpeaks(t *testing.T) {
	t.Parallel()
	s := &service{Options{Languages: []string{"en", "ar"}}}
	for _, test := range []struct {
		wishes []string
		want   string
	}{
		{[]string{"ar", "en"}, "ar"},
		{[]string{"", "ar-JO"}, "ar"},
		{[]string{"", "AR_eg"}, "ar"},
		{[]string{"de", "fr"}, "en"},
		{[]string{"arn"}, "en"},
		{nil, "en"},
	} {
		if got := s.speaks(test.wishes...); got != test.want {
			t.Errorf("%v: %s", test.wishes, got)
		}
	}
}

// What a choice changes counts for the answer to it already.
func TestChoicesCountAtOnce(t *testing.T) {
	t.Parallel()
	st := storetest.Open(t, accounts.Migrations())
	s := &service{Options{Languages: []string{"en", "ar"}}}
	err := st.Write(t.Context(), func(tx *store.Tx) error {
		id, p, err := accounts.Refresh(tx, chat.User{Ref: chat.UserRef{Platform: "d", ID: "1"}, Locale: "en-GB"}, true)
		if err != nil {
			return err
		}
		r := &app.Request{Person: p, Identity: id, Locale: "en", Args: map[string]app.Arg{"language": {Text: "ar"}, "zone": {Text: "Asia/Amman"}}}
		if _, err := s.language(tx, r); err != nil || r.Locale != "ar" || r.Person.Locale != "ar" {
			t.Errorf("ar: %q, %q, %v", r.Locale, r.Person.Locale, err)
		}
		if _, err := timezone(tx, r); err != nil || r.Zone.String() != "Asia/Amman" || r.Person.Zone != "Asia/Amman" {
			t.Errorf("zone: %v, %q, %v", r.Zone, r.Person.Zone, err)
		}
		r.Args["language"] = app.Arg{Text: auto}
		if _, err := s.language(tx, r); err != nil || r.Locale != "en" || r.Person.Locale != "" {
			t.Errorf("auto: %q, %q, %v", r.Locale, r.Person.Locale, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
