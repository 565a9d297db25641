package telegram

import (
	"strconv"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// attached returns the file that a message carries, or nil. Names are for
// display; Telegram gives only documents one.
func attached(m *models.Message) *chat.FileRef {
	file := func(id, name string, size int64) *chat.FileRef {
		return &chat.FileRef{Platform: Platform, ID: id, Name: name, Size: size}
	}
	switch {
	case m.Document != nil:
		return file(m.Document.FileID, m.Document.FileName, m.Document.FileSize)
	case len(m.Photo) > 0: // the last one is the largest
		photo := m.Photo[len(m.Photo)-1]
		return file(photo.FileID, "photo.jpg", int64(photo.FileSize))
	case m.Video != nil:
		return file(m.Video.FileID, "video.mp4", m.Video.FileSize)
	case m.Audio != nil:
		return file(m.Audio.FileID, "audio", m.Audio.FileSize)
	case m.Voice != nil:
		return file(m.Voice.FileID, "voice.ogg", m.Voice.FileSize)
	}
	return nil
}

// picked returns the person that somebody chose from their contacts, by our
// keyboard or by sharing a contact, or nil.
func picked(m *models.Message) *chat.User {
	if s := m.UsersShared; s != nil && len(s.Users) > 0 {
		u := s.Users[0]
		user := userOf(&models.User{ID: u.UserID, FirstName: u.FirstName, LastName: u.LastName, Username: u.Username})
		return &user
	}
	if c := m.Contact; c != nil && c.UserID != 0 {
		user := userOf(&models.User{ID: c.UserID, FirstName: c.FirstName, LastName: c.LastName})
		return &user
	}
	return nil
}

// answerOf returns what a message says in answer to a question; it reports false
// for what says nothing we could read, such as a sticker.
func answerOf(m *models.Message) (chat.Value, bool) {
	if user := picked(m); user != nil {
		return chat.Value{Text: calling(*user), User: user}, true
	}
	v := lineOf(m).value()
	v.File = attached(m)
	return v, v.Text != "" || v.File != nil
}

// calling returns the words that name a person: a name, or what there is.
func calling(u chat.User) string {
	switch {
	case u.Name != "":
		return u.Name
	case u.Handle != "":
		return "@" + u.Handle
	}
	return u.Ref.ID
}

// number reads an answer that picks a numbered choice, counted from 1.
func number(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0
}
