package peers

import (
	"context"
	"strconv"

	"github.com/mymmrac/telego"
	tu "github.com/mymmrac/telego/telegoutil"
)

// telegoBot is the same small bot as gotgbotBot, written with telego.
type telegoBot struct {
	*telego.Bot
	s *stage
}

func startTelego(s *stage) (stop func()) {
	client, err := telego.NewBot(s.Token(), telego.WithAPIServer(s.URL()), telego.WithDiscardLogger())
	s.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	b := telegoBot{client, s}
	s.must(b.SetMyCommands(ctx, &telego.SetMyCommandsParams{
		Commands: []telego.BotCommand{{Command: "keys", Description: "Buttons"}, {Command: "list", Description: "A file"}},
		Scope:    tu.ScopeAllPrivateChats(), LanguageCode: "de",
	}))
	incoming, err := b.UpdatesViaLongPolling(ctx, &telego.GetUpdatesParams{Timeout: 50, AllowedUpdates: updates()}, telego.WithLongPollingRetryTimeout(0))
	s.must(err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for update := range incoming {
			if err := b.handle(ctx, update); err != nil {
				s.t.Errorf("telego: %v", err)
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

func (b telegoBot) handle(ctx context.Context, update telego.Update) error {
	switch {
	case update.CallbackQuery != nil:
		return b.pressed(ctx, update.CallbackQuery)
	case update.EditedMessage != nil:
		return b.echo(ctx, update.EditedMessage)
	case update.Message == nil:
		return nil
	case update.Message.Document != nil:
		return b.received(ctx, update.Message)
	}
	m := update.Message
	id := tu.ID(m.Chat.ID)
	var err error
	switch m.Text {
	case "/start a-token":
		_, err = b.SendMessage(ctx, tu.Message(id, greeting))
	case "/keys":
		_, err = b.SendMessage(ctx, tu.Message(id, question).WithReplyMarkup(telegoKeys()))
	case "/colours":
		keys := tu.Keyboard(tu.KeyboardRow(tu.KeyboardButton("Red"), tu.KeyboardButton("Blue"))).WithResizeKeyboard().WithOneTimeKeyboard()
		_, err = b.SendMessage(ctx, tu.Message(id, colours).WithReplyMarkup(keys))
	case "Blue":
		_, err = b.SendMessage(ctx, tu.Message(id, m.Text).WithReplyMarkup(tu.ReplyKeyboardRemove()))
	case "/list":
		_, err = b.SendDocument(ctx, tu.Document(id, tu.FileFromBytes([]byte(list), listName)).WithCaption(caption))
	default:
		err = b.echo(ctx, m)
	}
	return err
}

func telegoKeys() *telego.InlineKeyboardMarkup {
	return tu.InlineKeyboard(
		tu.InlineKeyboardRow(tu.InlineKeyboardButton("Left").WithCallbackData("left"), tu.InlineKeyboardButton("Right").WithCallbackData("right")),
		tu.InlineKeyboardRow(tu.InlineKeyboardButton("Site").WithURL("https://example.org")),
	)
}

func (b telegoBot) echo(ctx context.Context, m *telego.Message) error {
	text, entities := tu.MessageEntities(tu.Entity(m.Text).Bold())
	_, err := b.SendMessage(ctx, tu.Message(tu.ID(m.Chat.ID), text).WithEntities(entities...).
		WithReplyParameters(&telego.ReplyParameters{MessageID: m.MessageID}))
	return err
}

func (b telegoBot) pressed(ctx context.Context, q *telego.CallbackQuery) error {
	if err := b.AnswerCallbackQuery(ctx, tu.CallbackQuery(q.ID).WithText(noted)); err != nil {
		return err
	}
	_, err := b.EditMessageText(ctx, &telego.EditMessageTextParams{
		ChatID: tu.ID(q.Message.GetChat().ID), MessageID: q.Message.GetMessageID(), Text: picked + q.Data, ReplyMarkup: telegoKeys(),
	})
	return err
}

func (b telegoBot) received(ctx context.Context, m *telego.Message) error {
	file, err := b.GetFile(ctx, &telego.GetFileParams{FileID: m.Document.FileID})
	if err != nil {
		return err
	}
	data, err := tu.DownloadFile(b.FileDownloadURL(file.FilePath))
	if err != nil {
		return err
	}
	_, err = b.SendMessage(ctx, tu.Message(tu.ID(m.Chat.ID), received+strconv.Itoa(len(data))))
	return err
}
