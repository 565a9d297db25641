package telegramtest

import (
	"encoding/json"
	"strconv"
)

// user is the Bot API's User.
type user struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
	Language  string `json:"language_code,omitempty"`
}

// chatInfo is the Bot API's Chat.
type chatInfo struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// entity is the Bot API's MessageEntity; offsets are in UTF-16 units.
type entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	User     *user  `json:"user,omitempty"`
	Language string `json:"language,omitempty"`
	EmojiID  string `json:"custom_emoji_id,omitempty"`
	UnixTime int64  `json:"unix_time,omitempty"`
	Format   string `json:"date_time_format,omitempty"`
}

// fileInfo is the Bot API's Document, and one size of a photo.
type fileInfo struct {
	ID       string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Name     string `json:"file_name,omitempty"`
	Media    string `json:"mime_type,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Size     int64  `json:"file_size,omitempty"`
}

// message is the Bot API's Message, as far as the double has it.
type message struct {
	ID          int64       `json:"message_id"`
	Thread      int64       `json:"message_thread_id,omitempty"`
	From        *user       `json:"from,omitempty"`
	SenderChat  *chatInfo   `json:"sender_chat,omitempty"`
	Receiver    *user       `json:"receiver_user,omitempty"`
	EphemeralID int64       `json:"ephemeral_message_id,omitempty"`
	Date        int64       `json:"date"`
	Chat        *chatInfo   `json:"chat"`
	Origin      *origin     `json:"forward_origin,omitempty"`
	IsTopic     bool        `json:"is_topic_message,omitempty"`
	ReplyTo     *message    `json:"reply_to_message,omitempty"`
	EditDate    int64       `json:"edit_date,omitempty"`
	Signature   string      `json:"author_signature,omitempty"`
	Text        string      `json:"text,omitempty"`
	Entities    []entity    `json:"entities,omitempty"`
	Document    *fileInfo   `json:"document,omitempty"`
	Photo       []*fileInfo `json:"photo,omitempty"`
	Caption     string      `json:"caption,omitempty"`
	CapEntities []entity    `json:"caption_entities,omitempty"`
	Markup      *inline     `json:"reply_markup,omitempty"`
	*service
}

// service is what a message tells that nobody wrote.
type service struct {
	Joined      []*user         `json:"new_chat_members,omitempty"`
	Left        *user           `json:"left_chat_member,omitempty"`
	MigrateTo   int64           `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom int64           `json:"migrate_from_chat_id,omitempty"`
	Pinned      *message        `json:"pinned_message,omitempty"`
	Shared      *shared         `json:"users_shared,omitempty"`
	TopicMade   *topicMade      `json:"forum_topic_created,omitempty"`
	TopicClosed json.RawMessage `json:"forum_topic_closed,omitempty"`
}

type topicMade struct {
	Name  string `json:"name"`
	Color int    `json:"icon_color"`
}

// shared is the Bot API's UsersShared.
type shared struct {
	RequestID int64        `json:"request_id"`
	Users     []sharedUser `json:"users"`
}

type sharedUser struct {
	ID        int64  `json:"user_id"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
}

// origin is the Bot API's MessageOrigin, of a user or a channel.
type origin struct {
	Type   string    `json:"type"`
	Date   int64     `json:"date"`
	User   *user     `json:"sender_user,omitempty"`
	Chat   *chatInfo `json:"chat,omitempty"`
	Number int64     `json:"message_id,omitempty"`
}

// update is the Bot API's Update; exactly one of its members is set.
type update struct {
	ID          int64     `json:"update_id"`
	Message     *message  `json:"message,omitempty"`
	Edited      *message  `json:"edited_message,omitempty"`
	Post        *message  `json:"channel_post,omitempty"`
	EditedPost  *message  `json:"edited_channel_post,omitempty"`
	Query       *query    `json:"callback_query,omitempty"`
	MyMember    *standing `json:"my_chat_member,omitempty"`
	OtherMember *standing `json:"chat_member,omitempty"`
}

// query is the Bot API's CallbackQuery.
type query struct {
	ID       string   `json:"id"`
	From     *user    `json:"from"`
	Message  *message `json:"message,omitempty"`
	Instance string   `json:"chat_instance"`
	Data     string   `json:"data"`
}

// standing is the Bot API's ChatMemberUpdated.
type standing struct {
	Chat *chatInfo      `json:"chat"`
	From *user          `json:"from"`
	Date int64          `json:"date"`
	Old  map[string]any `json:"old_chat_member"`
	New  map[string]any `json:"new_chat_member"`
}

// lane is what Telegram keeps in order when it delivers: a chat's messages, and a
// person's presses.
func (u *update) lane() string {
	for _, m := range []*message{u.Message, u.Edited, u.Post, u.EditedPost} {
		if m != nil {
			return "chat " + strconv.FormatInt(m.Chat.ID, 10)
		}
	}
	for _, in := range []*standing{u.MyMember, u.OtherMember} {
		if in != nil {
			return "chat " + strconv.FormatInt(in.Chat.ID, 10)
		}
	}
	return "user " + strconv.FormatInt(u.Query.From.ID, 10)
}

// kind is the name of the member that an update carries, as allowed_updates
// spells it.
func (u *update) kind() string {
	switch {
	case u.Message != nil:
		return "message"
	case u.Edited != nil:
		return "edited_message"
	case u.Post != nil:
		return "channel_post"
	case u.EditedPost != nil:
		return "edited_channel_post"
	case u.Query != nil:
		return "callback_query"
	case u.MyMember != nil:
		return "my_chat_member"
	}
	return "chat_member"
}
