package peers

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/PaulSonOfLars/gotgbot/v2"
	"github.com/PaulSonOfLars/gotgbot/v2/ext"
	"github.com/PaulSonOfLars/gotgbot/v2/ext/handlers"
	"github.com/PaulSonOfLars/gotgbot/v2/ext/handlers/filters/callbackquery"
	"github.com/PaulSonOfLars/gotgbot/v2/ext/handlers/filters/message"
)

// gotgbotBot is the same small bot as telegoBot, written with gotgbot and its
// dispatcher.
type gotgbotBot struct{ *gotgbot.Bot }

func startGotgbot(s *stage) (stop func()) {
	client, err := gotgbot.NewBot(s.Token(), &gotgbot.BotOpts{
		BotClient:   &gotgbot.BaseBotClient{DefaultRequestOpts: &gotgbot.RequestOpts{APIURL: s.URL()}},
		RequestOpts: &gotgbot.RequestOpts{APIURL: s.URL()},
	})
	s.must(err)
	b := gotgbotBot{client}
	_, err = b.SetMyCommands([]gotgbot.BotCommand{{Command: "keys", Description: "Buttons"}},
		&gotgbot.SetMyCommandsOpts{Scope: gotgbot.BotCommandScopeAllGroupChats{}, LanguageCode: "de"})
	s.must(err)
	dispatcher := ext.NewDispatcher(&ext.DispatcherOpts{
		Error: func(_ *gotgbot.Bot, _ *ext.Context, err error) ext.DispatcherAction {
			s.t.Errorf("gotgbot: %v", err)
			return ext.DispatcherActionNoop
		},
		UnhandledErrFunc: func(err error) { s.t.Errorf("gotgbot: %v", err) },
	})
	b.register(dispatcher)
	updater := ext.NewUpdater(dispatcher, &ext.UpdaterOpts{UnhandledErrFunc: func(error) {
		// The poll that the end of the server cuts; the updater asks again until
		// it is stopped.
	}})
	s.must(updater.StartPolling(b.Bot, &ext.PollingOpts{
		EnableWebhookDeletion: true,
		GetUpdatesOpts: &gotgbot.GetUpdatesOpts{
			Timeout: 50, AllowedUpdates: updates(),
			RequestOpts: &gotgbot.RequestOpts{Timeout: time.Minute, APIURL: s.URL()},
		},
	}))
	return func() { s.must(updater.Stop()) }
}

func (b gotgbotBot) register(d *ext.Dispatcher) {
	d.AddHandler(handlers.NewCallback(callbackquery.Prefix(""), b.pressed))
	d.AddHandler(handlers.NewCommand("start", b.say(greeting, nil)))
	d.AddHandler(handlers.NewCommand("keys", b.say(question, gotgbotKeys())))
	d.AddHandler(handlers.NewCommand("colours", b.say(colours, gotgbot.ReplyKeyboardMarkup{
		Keyboard:       [][]gotgbot.KeyboardButton{{{Text: "Red"}, {Text: "Blue"}}},
		ResizeKeyboard: true, OneTimeKeyboard: true,
	})))
	d.AddHandler(handlers.NewMessage(message.Equal("Blue"), b.say("Blue", gotgbot.ReplyKeyboardRemove{RemoveKeyboard: true})))
	d.AddHandler(handlers.NewCommand("list", b.list))
	d.AddHandler(handlers.NewMessage(message.Document, b.received))
	d.AddHandler(handlers.NewMessage(message.Text, b.echo).SetAllowEdited(true))
}

func (b gotgbotBot) say(text string, markup gotgbot.ReplyMarkup) handlers.Response {
	return func(_ *gotgbot.Bot, ctx *ext.Context) error {
		_, err := b.SendMessage(ctx.EffectiveChat.Id, text, &gotgbot.SendMessageOpts{ReplyMarkup: markup})
		return err
	}
}

func gotgbotKeys() gotgbot.InlineKeyboardMarkup {
	return gotgbot.InlineKeyboardMarkup{InlineKeyboard: [][]gotgbot.InlineKeyboardButton{
		{{Text: "Left", CallbackData: "left"}, {Text: "Right", CallbackData: "right"}},
		{{Text: "Site", Url: "https://example.org"}},
	}}
}

func (b gotgbotBot) echo(_ *gotgbot.Bot, ctx *ext.Context) error {
	_, err := ctx.EffectiveMessage.Reply(b.Bot, ctx.EffectiveMessage.Text, &gotgbot.SendMessageOpts{
		LinkPreviewOptions: &gotgbot.LinkPreviewOptions{IsDisabled: true},
	})
	return err
}

func (b gotgbotBot) list(_ *gotgbot.Bot, ctx *ext.Context) error {
	_, err := b.SendDocument(ctx.EffectiveChat.Id, gotgbot.InputFileByReader(listName, strings.NewReader(list)), &gotgbot.SendDocumentOpts{Caption: caption})
	return err
}

func (b gotgbotBot) pressed(_ *gotgbot.Bot, ctx *ext.Context) error {
	_, answered := ctx.CallbackQuery.Answer(b.Bot, &gotgbot.AnswerCallbackQueryOpts{Text: noted})
	_, _, edited := ctx.EffectiveMessage.EditText(b.Bot, picked+ctx.CallbackQuery.Data, &gotgbot.EditMessageTextOpts{ReplyMarkup: gotgbotKeys()})
	return errors.Join(answered, edited)
}

func (b gotgbotBot) received(_ *gotgbot.Bot, ctx *ext.Context) error {
	file, err := b.GetFile(ctx.EffectiveMessage.Document.FileId, nil)
	if err != nil {
		return err
	}
	response, err := http.Get(file.URL(b.Bot, nil))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	_, err = b.SendMessage(ctx.EffectiveChat.Id, received+strconv.Itoa(len(data)), nil)
	return err
}
