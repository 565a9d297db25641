package discordapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"github.com/parleybot/parley/core/chat"
)

// Message is what a frontend wants to be read, in Discord's own terms.
type Message struct {
	Content    string
	Embeds     []*discordgo.MessageEmbed
	Rows       []discordgo.MessageComponent
	Files      []chat.File
	Users      []string // the ids of those who are notified of being mentioned
	OnlyCaller bool     // answers to interactions only
	Silent     bool     // no sound
	Nonce      string   // at most 25 characters; repeated within minutes it gives the first message again
	ReplyTo    string   // a message id of the same channel
}

// attachment names one of the files that travel with a message.
type attachment struct {
	ID   string `json:"id"`
	Name string `json:"filename"`
}

// create is discordgo's struct with what it lacks.
type create struct {
	*discordgo.MessageSend
	Nonce        string       `json:"nonce,omitempty"`
	EnforceNonce bool         `json:"enforce_nonce,omitempty"`
	Attachments  []attachment `json:"attachments,omitempty"`
}

// edit replaces all of a message: what is not named would stay.
type edit struct {
	*discordgo.WebhookEdit
	Attachments []attachment `json:"attachments"`
}

// follow is a message under an interaction's token.
type follow struct {
	*discordgo.WebhookParams
	Attachments []attachment `json:"attachments,omitempty"`
}

// create writes a new message. A nonce without enforce_nonce would be an echo
// for clients and prevent nothing.
// create is a new message in a channel. An answer to a message that was deleted
// meanwhile still appears, as a message of its own.
func (m Message) create() create {
	send := &discordgo.MessageSend{
		Content: m.Content, Embeds: m.Embeds, Components: m.Rows, AllowedMentions: m.mentions(), Flags: m.flags(),
	}
	if m.ReplyTo != "" {
		strict := false
		send.Reference = &discordgo.MessageReference{MessageID: m.ReplyTo, FailIfNotExists: &strict}
	}
	return create{MessageSend: send, Nonce: m.Nonce, EnforceNonce: m.Nonce != "", Attachments: m.attachments()}
}

// edit writes a replacement, in which even what is empty is said.
func (m Message) edit() edit {
	rows, embeds, files := m.Rows, m.Embeds, m.attachments()
	if rows == nil {
		rows = []discordgo.MessageComponent{}
	}
	if embeds == nil {
		embeds = []*discordgo.MessageEmbed{}
	}
	if files == nil {
		files = []attachment{}
	}
	whole := &discordgo.WebhookEdit{Content: &m.Content, Components: &rows, Embeds: &embeds, AllowedMentions: m.mentions()}
	return edit{WebhookEdit: whole, Attachments: files}
}

// follow writes an answer to an interaction, which takes no nonce.
// follow is an answer to an interaction, which knows no nonce.
func (m Message) follow() follow {
	return follow{WebhookParams: &discordgo.WebhookParams{
		Content: m.Content, Components: m.Rows, Embeds: m.Embeds, AllowedMentions: m.mentions(), Flags: m.flags(),
	}, Attachments: m.attachments()}
}

// mentions lets nobody be notified but the users named: never by what a text
// happens to contain.
func (m Message) mentions() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}, Users: m.Users}
}

func (m Message) flags() discordgo.MessageFlags {
	var flags discordgo.MessageFlags
	if m.OnlyCaller {
		flags |= discordgo.MessageFlagsEphemeral
	}
	if m.Silent {
		flags |= discordgo.MessageFlagsSuppressNotifications
	}
	return flags
}

// attachments ties the names of files to the parts in which they travel.
func (m Message) attachments() []attachment {
	var all []attachment
	for i, f := range m.Files {
		all = append(all, attachment{ID: strconv.Itoa(i), Name: f.Name})
	}
	return all
}

// pack writes a body, as a form of several parts where files travel with it.
func pack(q request, body any, files []chat.File) (request, error) {
	slim, err := slimmed(body)
	if err != nil {
		return q, &chat.SendError{Class: chat.Invalid, Err: fmt.Errorf("discordapi: write %s: %w", q.route, err)}
	}
	q.media, q.body = "application/json", slim
	if len(files) == 0 {
		return q, nil
	}
	parts := make([]*discordgo.File, 0, len(files))
	for _, f := range files {
		parts = append(parts, &discordgo.File{Name: f.Name, ContentType: f.Media, Reader: bytes.NewReader(f.Data)})
	}
	q.media, q.body, err = discordgo.MultipartBodyWithJSON(slim, parts)
	if err != nil {
		return q, &chat.SendError{Class: chat.Invalid, Err: fmt.Errorf("discordapi: write %s: %w", q.route, err)}
	}
	return q, nil
}

// slimmed encodes without what discordgo's structs say although nobody set it.
func slimmed(body any) (json.RawMessage, error) {
	wide, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	var tree any
	decoder := json.NewDecoder(bytes.NewReader(wide))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	return json.Marshal(slim(tree))
}

// slim drops nulls, empty words and the switches that are off by default. An
// empty content stays: in an edit it clears what stood there.
func slim(tree any) any {
	switch t := tree.(type) {
	case []any:
		for i := range t {
			t[i] = slim(t[i])
		}
	case map[string]any:
		for key, value := range t {
			if unset(key, value) {
				delete(t, key)
				continue
			}
			t[key] = slim(value)
		}
	}
	return tree
}

func unset(key string, value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == "" && key != "content"
	case bool:
		return !v && (key == "tts" || key == "disabled" || key == "default" || key == "replied_user")
	}
	return false
}
