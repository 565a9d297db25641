module github.com/parleybot/parley/frontends/discord/discordtest/peers

go 1.26.0

require (
	github.com/disgoorg/disgo v0.19.5
	github.com/disgoorg/snowflake/v2 v2.0.3
	github.com/parleybot/parley v0.0.0
	go.uber.org/goleak v1.3.0
)

require (
	github.com/disgoorg/godave v0.1.0 // indirect
	github.com/disgoorg/json/v2 v2.0.0 // indirect
	github.com/disgoorg/omit v1.0.0 // indirect
	github.com/gorilla/websocket v1.5.3 // indirect
	github.com/klauspost/compress v1.18.4 // indirect
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // indirect
	github.com/sasha-s/go-csync v0.0.0-20240107134140-fcbab37b09ad // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace github.com/parleybot/parley => ../../../..
