package telegramtest

import (
	"encoding/json"
	"fmt"
	"strings"
)

// inline is an InlineKeyboardMarkup.
type inline struct {
	Rows [][]button `json:"inline_keyboard"`
}

// button is an InlineKeyboardButton. What only matters by being there is kept
// as it came.
type button struct {
	Text          string          `json:"text"`
	Style         string          `json:"style,omitempty"`
	Icon          string          `json:"icon_custom_emoji_id,omitempty"`
	URL           string          `json:"url,omitempty"`
	Data          string          `json:"callback_data,omitempty"`
	WebApp        json.RawMessage `json:"web_app,omitempty"`
	Login         json.RawMessage `json:"login_url,omitempty"`
	Switch        json.RawMessage `json:"switch_inline_query,omitempty"`
	SwitchCurrent json.RawMessage `json:"switch_inline_query_current_chat,omitempty"`
	SwitchChosen  json.RawMessage `json:"switch_inline_query_chosen_chat,omitempty"`
	Copy          json.RawMessage `json:"copy_text,omitempty"`
	Game          json.RawMessage `json:"callback_game,omitempty"`
	Pay           bool            `json:"pay,omitempty"`
	Disabled      json.RawMessage `json:"disabled,omitempty"`
}

// kinds counts what the button is at once; it must be one thing.
func (b *button) kinds() int {
	n := 0
	for _, set := range []bool{
		b.URL != "", b.Data != "", b.WebApp != nil, b.Login != nil, b.Switch != nil, b.SwitchCurrent != nil,
		b.SwitchChosen != nil, b.Copy != nil, b.Game != nil, b.Pay, b.Disabled != nil,
	} {
		if set {
			n++
		}
	}
	return n
}

// keyboard is what stands in place of a person's own keyboard.
type keyboard struct {
	Rows       [][]key `json:"keyboard"`
	OneTime    bool    `json:"one_time_keyboard"`
	Remove     bool    `json:"remove_keyboard"`
	ForceReply bool    `json:"force_reply"`
	Selective  bool    `json:"selective"`
}

type key struct {
	Text         string          `json:"text"`
	RequestUsers *requestUsers   `json:"request_users"`
	RequestChat  json.RawMessage `json:"request_chat"`
	WebApp       json.RawMessage `json:"web_app"`
}

type requestUsers struct {
	ID    int64 `json:"request_id"`
	IsBot *bool `json:"user_is_bot"`
	Max   int   `json:"max_quantity"`
	Name  bool  `json:"request_name"`
	Nick  bool  `json:"request_username"`
}

// UnmarshalJSON reads a key, which may be a bare string.
func (k *key) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &k.Text)
	}
	type plain key
	return json.Unmarshal(raw, (*plain)(k))
}

// markup reads and judges reply_markup; at most one of the two is set.
func (s *Server) markup(c *call, in *room) (*inline, *keyboard, error) {
	raw, given := c.params["reply_markup"]
	if !given || raw == "" {
		return nil, nil, nil
	}
	if raw == "null" {
		s.broke(4, "%s: reply_markup is null", c.method)
		return nil, nil, bad("object expected as reply markup")
	}
	if !strings.Contains(raw, `"inline_keyboard"`) {
		k, err := s.replyKeyboard(c, in, raw)
		return nil, k, err
	}
	var kb inline
	if err := json.Unmarshal([]byte(raw), &kb); err != nil {
		return nil, nil, bad("can't parse reply keyboard markup JSON object")
	}
	for i := range kb.Rows {
		for j := range kb.Rows[i] {
			if err := s.checkButton(c, in, &kb.Rows[i][j]); err != nil {
				return nil, nil, err
			}
		}
	}
	if len(kb.Rows) == 0 {
		return nil, nil, nil
	}
	return &kb, nil, nil
}

// checkButton refuses what the real server refuses. A button that is two things
// at once passes there, and shows as one of them: a mistake nobody would see.
func (s *Server) checkButton(c *call, in *room, b *button) error {
	if b.Text == "" {
		return bad("can't parse inline keyboard button: Field \"text\" must be a non-empty string")
	}
	kinds := b.kinds()
	if kinds != 1 {
		s.broke(3, "%s: a button that is %d things at once", c.method, kinds)
	}
	switch {
	case kinds == 0:
		return bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case len(b.Data) > maxData:
		return bad("BUTTON_DATA_INVALID")
	case b.WebApp != nil && in.kind != private:
		s.broke(14, "%s: web_app in a group", c.method)
		return bad("BUTTON_TYPE_INVALID")
	case b.URL != "":
		s.checkLink(c, b.URL)
		if !strings.Contains(b.URL, "://") && !strings.Contains(b.URL, ".") {
			return bad(fmt.Sprintf("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL))
		}
	}
	return nil
}

// replyKeyboard reads what is not an inline keyboard: keys, their removal, or a
// forced reply.
func (s *Server) replyKeyboard(c *call, in *room, raw string) (*keyboard, error) {
	var k keyboard
	if err := json.Unmarshal([]byte(raw), &k); err != nil {
		return nil, bad("can't parse reply keyboard markup JSON object")
	}
	for _, row := range k.Rows {
		for _, key := range row {
			if in.kind != private && (key.RequestUsers != nil || key.WebApp != nil) {
				s.broke(14, "%s: a key that only works in a private chat", c.method)
				return nil, bad("users can be requested in private chats only")
			}
		}
	}
	return &k, nil
}
