package telegramtest

type webhook struct{ url string }

type command struct{}
