package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// options are what can be asked of a run.
type options struct {
	platforms []chat.Platform
	n         int           // interactions of a closed loop, or of the soak
	inFlight  []int         // the closed loops
	rate      float64       // interactions a second of the even loop
	even      time.Duration // how long the even loop runs
	outage    time.Duration // of dead
	people    int           // who act
	seed      uint64
	folder    string // where the ledgers are made; "" is the system's temporary one
	bot       string // path of a built cmd/parley; "" is this program's own
	ledger    string // folder of the ledger; "" is a new one
	settlers  bool   // who acts are people of the seeded ledger
	sizes     []int  // deals of the ledgers that are compared
	cache     string // where the peers are installed
	persons   int    // of a seeded ledger
	deals     int    // of a seeded ledger
	profile   string // file for the bot's CPU profile, and with ".allocs" for its allocations
	json      bool
	log       io.Writer
	patience  time.Duration // how long somebody waits for an answer
}

// readOptions reads the flags of a mode. What it refuses it has said already.
func readOptions(mode string, args []string, out io.Writer) (options, []string, error) {
	o := options{inFlight: []int{1, 32}, sizes: []int{10_000, 100_000, 1_000_000}, log: out}
	n, people, rate, even, platform := 10_000, 1000, 100.0, 30*time.Second, "telegram,discord"
	switch mode {
	case "soak":
		n = 300_000
	case "dead":
		platform = "telegram"
	case "mix", "sizes":
		people = 2000
	case "peers":
		n, people, even = 2000, 2000, 20*time.Second
	}
	f := flag.NewFlagSet("load "+mode, flag.ContinueOnError)
	f.SetOutput(out)
	f.IntVar(&o.n, "n", n, "interactions of each closed loop, or of the soak")
	f.IntVar(&o.people, "people", people, "people who act, each in a direct chat; as many again, up to 1000, are whom they deal with")
	f.Float64Var(&o.rate, "rate", rate, "interactions a second of the even loop")
	f.DurationVar(&o.even, "even", even, "how long the even loop runs")
	f.DurationVar(&o.outage, "outage", time.Minute, "how long a platform is dead, and each of the spans before and after")
	f.Uint64Var(&o.seed, "seed", 1, "of the order in which people act")
	f.StringVar(&o.folder, "dir", "", "folder for the ledgers, on the disk that is to be measured")
	f.StringVar(&o.bot, "bot", "", "path of a built cmd/parley, which keeps the platforms' pace; without it the same engine and frontends run without a pace")
	f.StringVar(&o.cache, "cache", cacheFolder(), "where the peers are installed")
	f.IntVar(&o.persons, "persons", 100_000, "people of a seeded ledger")
	f.IntVar(&o.deals, "deals", 1_000_000, "deals of a seeded ledger")
	f.Func("sizes", "deals of the ledgers that are compared, with commas (default 10000,100000,1000000)", o.readSizes)
	f.StringVar(&o.profile, "profile", "", "file for a CPU profile of this program's bot; its allocations are in the file of that name with .allocs")
	f.BoolVar(&o.json, "json", false, "print the figures as JSON")
	f.DurationVar(&o.patience, "patience", 30*time.Second, "how long somebody waits for an answer")
	f.StringVar(&platform, "platform", platform, "telegram, discord or both with a comma")
	if err := f.Parse(args); err != nil {
		return o, nil, err
	}
	for name := range strings.SplitSeq(platform, ",") {
		o.platforms = append(o.platforms, chat.Platform(strings.TrimSpace(name)))
	}
	if mode == "dead" {
		// Nobody acts twice during the outage.
		o.people = max(o.people, int(1.5*o.rate*o.outage.Seconds()))
	}
	if err := o.check(mode); err != nil {
		say(out, "load: %v\n", err)
		return o, nil, err
	}
	return o, f.Args(), nil
}

// readSizes reads a list of numbers.
func (o *options) readSizes(text string) error {
	o.sizes = nil
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 {
			return fmt.Errorf("%q is no number of deals", word)
		}
		o.sizes = append(o.sizes, n)
	}
	return nil
}

func (o options) check(mode string) error {
	for _, p := range o.platforms {
		if p != telegramtest.Platform && p != discordtest.Platform {
			return fmt.Errorf("-platform %s: it is telegram or discord", p)
		}
	}
	if o.n < 1 || o.people < 1 || o.rate <= 0 || o.even <= 0 || o.outage <= 0 || o.patience <= 0 {
		return errors.New("-n, -people, -rate, -even, -outage and -patience must be more than 0")
	}
	if most := max(slices.Max(o.inFlight), soakFlight); (mode == "" || mode == "soak") && o.people < most {
		return fmt.Errorf("-people must be at least %d, which is how many act at once", most)
	}
	if o.persons < 10 || o.deals < 1 {
		return errors.New("-persons must be at least 10, and -deals 1")
	}
	if mode == "peers" && (o.people < o.n || float64(o.people) < o.rate*o.even.Seconds()) {
		return errors.New("-people of peers must be at least -n, and -rate times -even: everybody makes one deal in each load")
	}
	if mode == "dead" && len(o.platforms) != 1 {
		return errors.New("-platform of dead is the one that dies")
	}
	if o.profile != "" && (o.bot != "" || len(o.platforms) != 1 && mode != "bot") {
		return errors.New("-profile is of this program's own bot, on one -platform")
	}
	if mode == "soak" && o.bot != "" {
		return errors.New("-bot is not for the soak, which asks the bot for what cmd/parley does not tell")
	}
	return nil
}
