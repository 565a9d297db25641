package conform

import (
	"slices"
	"testing"
)

// Each kind of rule on a specification written by hand: what is right, and what
// is wrong together with exactly where.
func TestRulesOfTheSmallSpecification(t *testing.T) {
	t.Parallel()
	const base = `"chat_id":1,"text":"hi"`
	spec := small(t)
	for _, c := range []struct {
		name, method, params string
		files                []File
		want                 []string
	}{
		{"good", "SAY", `{` + base + `,"ids":[1,2,3],"kinds":["note"],"pet":{"type":"cat","lives":9},"quiet":"yes"}`, nil, nil},
		{"method", "shout", `{}`, nil, []string{"shout: is no method"}},
		{"unknown and missing", "say", `{"texd":"hi"}`, nil, []string{"say.chat_id: is missing", "say.texd: is unknown to say", "say.text: is missing"}},
		{"null", "say", `{` + base + `,"markup":null}`, nil, []string{"say.markup: is null, must be Keys or Ask"}},
		{"no username", "say", `{"chat_id":"ann","text":"hi"}`, nil, []string{"say.chat_id: is neither a number nor @username"}},
		{"no chat", "say", `{"chat_id":"","text":"hi"}`, nil, []string{"say.chat_id: is neither a number nor @username"}},
		{"chat left out inside", "say", `{` + base + `,"markup":{"ask":true,"chat_id":""}}`, nil, nil},
		{"no username inside", "say", `{` + base + `,"markup":{"ask":true,"chat_id":"ann"}}`, nil, []string{"say.markup.chat_id: is neither a number nor @username"}},
		{"number for text", "say", `{"chat_id":1,"text":5}`, nil, []string{"say.text: is number, must be String"}},
		{"object for text", "say", `{"chat_id":1,"text":{}}`, nil, []string{"say.text: is object, must be String"}},
		{"text for number", "say", `{` + base + `,"score":"many"}`, nil, []string{"say.score: is String, must be Integer"}},
		{"fraction", "say", `{` + base + `,"score":"1.5"}`, nil, []string{"say.score: is no integer of 64 bits, must be Integer"}},
		{"text for flag", "say", `{` + base + `,"quiet":"maybe"}`, nil, []string{"say.quiet: is String, must be Boolean"}},
		{"flag for number", "say", `{` + base + `,"score":true}`, nil, []string{"say.score: is Boolean, must be Integer"}},
		{"array for number", "say", `{` + base + `,"score":[1]}`, nil, []string{"say.score: is Array, must be Integer"}},
		{"empty", "say", `{"chat_id":1,"text":""}`, nil, []string{"say.text: has 0 characters, must have 1 to 5"}},
		{"two units each", "say", `{"chat_id":1,"text":"🎉🎉🎉"}`, nil, []string{"say.text: has 6 characters, must have 1 to 5"}},
		{"five units", "say", `{"chat_id":1,"text":"ääääé"}`, nil, nil},
		{"before parsing", "say", `{"chat_id":1,"text":"<b>hi</b>","parse_mode":"HTML"}`, nil, nil},
		{"left empty", "say", `{` + base + `,"score":"","style":"","ids":"","markup":""}`, nil, nil},
		{"parsed as nothing", "say", `{"chat_id":1,"text":"<b>hi</b>","parse_mode":""}`, nil, []string{"say.text: has 9 characters, must have 1 to 5"}},
		{"empty inside", "say", `{` + base + `,"pet":{"type":""}}`, nil, []string{"say.pet.type: is none of cat, dog"}},
		{"bytes", "say", `{` + base + `,"payload":"äää","parse_mode":"HTML"}`, nil, []string{"say.payload: has 6 bytes, must have 0 to 5"}},
		{"alphabet", "say", `{` + base + `,"code":"Deal"}`, nil, []string{"say.code: may hold only a-z, 0-9 and _"}},
		{"range", "say", `{` + base + `,"radius":1500.5}`, nil, []string{"say.radius: is 1500.5, must be 0 to 1500"}},
		{"between", "say", `{` + base + `,"period":"59"}`, nil, []string{"say.period: is 59, must be 60 to 100"}},
		{"for ever", "say", `{` + base + `,"period":2147483647}`, nil, nil},
		{"negative", "say", `{` + base + `,"score":-1}`, nil, []string{"say.score: is -1, must be at least 0"}},
		{"numbers", "say", `{` + base + `,"months":4}`, nil, []string{"say.months: is none of 3, 6, 12"}},
		{"enumeration", "say", `{` + base + `,"style":"blue"}`, nil, []string{"say.style: is none of green, red"}},
		{"choice of actions", "say", `{` + base + `,"action":"files"}`, nil, []string{"say.action: is none of typing, record, upload"}},
		{"too many", "say", `{` + base + `,"ids":[1,2,3,4]}`, nil, []string{"say.ids: has 4 items, must have 1 to 3"}},
		{"order", "say", `{` + base + `,"ids":"[1,3,3]"}`, nil, []string{"say.ids: is not in strictly increasing order"}},
		{"item", "say", `{` + base + `,"ids":[1,"2"]}`, nil, []string{"say.ids[1]: is String, must be Integer"}},
		{"no JSON", "say", `{` + base + `,"ids":"1,2"}`, nil, []string{"say.ids: is text that is no JSON, must be Array of Integer"}},
		{"JSON twice over", "say", `{` + base + `,"ids":"\"[1]\""}`, nil, []string{"say.ids: is String, must be Array of Integer"}},
		{"kinds", "say", `{` + base + `,"kinds":["note","nod"]}`, nil, []string{"say.kinds[1]: is none of note, press"}},
		{"no tag", "say", `{` + base + `,"pet":{"lives":9}}`, nil, []string{"say.pet.type: is missing, and tells which of the types it is"}},
		{"tag of another type", "say", `{` + base + `,"pet":{"type":1}}`, nil, []string{"say.pet.type: is number, must be String"}},
		{"unknown tag", "say", `{` + base + `,"pet":{"type":"cow"}}`, nil, []string{"say.pet.type: is none of cat, dog"}},
		{"member", "say", `{` + base + `,"pet":{"type":"dog","lives":9}}`, nil, []string{"say.pet.lives: is unknown to Dog"}},
		{"member by what it holds", "say", `{` + base + `,"markup":{"ask":true,"hint":"12345"}}`, nil, []string{"say.markup.hint: has 5 characters, must have 0 to 4"}},
		{"no member", "say", `{` + base + `,"markup":{"other":1}}`, nil, []string{"say.markup: is none of Keys or Ask"}},
		{"two kinds", "say", `{` + base + `,"markup":{"keys":[["plain"],[{"text":"a","url":"u","pay":true}]]}}`, nil, []string{"say.markup.keys[1][0]: has 2 of the fields of which only one may stand"}},
		{"no kind", "say", `{` + base + `,"markup":{"keys":[[{"text":"a","style":"s"}]]}}`, nil, []string{"say.markup.keys[0][0]: has none of the fields of which one must stand"}},
		{"neither", "change", `{}`, nil, []string{"change.id: is missing, and so is inline_id", "change.inline_id: is missing, and so is id"}},
		{"both empty", "change", `{"id":"","inline_id":""}`, nil, []string{"change.id: is missing, and so is inline_id", "change.inline_id: is missing, and so is id"}},
		{"one of two", "change", `{"inline_id":"a"}`, nil, nil},
		{"upload", "send", `{}`, []File{{"photo", "p", 1 << 20}, {"thumb", "t", 1}}, nil},
		{"upload beside a text", "send", `{"photo":"id"}`, []File{{"photo", "p", 1}}, nil},
		{"big upload", "send", `{}`, []File{{"photo", "p", 1<<20 + 1}}, []string{"send.photo: has 1048577 bytes, may have 1048576"}},
		{"attached", "send", `{"photo":"id","media":[{"media":"attach://a"}]}`, []File{{"a", "a", 1}}, nil},
		{"nothing attached", "send", `{"photo":"id","media":[{"media":"attach://a"}]}`, nil, []string{`send.media[0].media: names the attachment "a", which is not in the request`}},
		{"not meant", "send", `{"photo":"id"}`, []File{{"b", "b", 1}}, []string{"send.b: is a file that no parameter means"}},
		{"no upload", "send", `{"photo":"id","thumb":"id"}`, nil, []string{"send.thumb: must be an upload"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			params := call{Method: c.method, Params: []byte(c.params)}.params(t)
			if got := texts(spec.Request(c.method, params, c.files)); !slices.Equal(got, c.want) {
				t.Errorf("%s\n got %q\nwant %q", c.params, got, c.want)
			}
		})
	}
}

func TestAnswersOfTheSmallSpecification(t *testing.T) {
	t.Parallel()
	spec := small(t)
	for _, c := range []struct {
		name string
		got  []Problem
		want []string
	}{
		{"good", spec.Result("say", []byte(`{"id":1,"rich":["a",{"type":"bold","text":["b"]}]}`)), nil},
		{"flag", spec.Result("SAY", []byte(`true`)), nil},
		{"method", spec.Result("shout", []byte(`true`)), []string{"shout: is no method"}},
		{"text for number", spec.Result("getMe", []byte(`"7"`)), []string{"getMe result: is String, must be Integer"}},
		{"within an array", spec.Result("send", []byte(`[{"id":1},{}]`)), []string{"send result[1].id: is missing"}},
		{"rich", spec.Result("say", []byte(`{"id":1,"rich":["a",{"type":"bold","text":[7]}]}`)), []string{"say result.rich[1].text[0]: is number, must be Rich"}},
		{"kind", spec.Result("say", []byte(`{"id":1,"marks":[{"type":"bold","url":"u"}]}`)), []string{"say result.marks[0].url: stands only with the type link"}},
		{"cut", spec.Result("say", []byte(`{"id":1`)), []string{"say result: is no JSON"}},
		{"two values", spec.Update([]byte(`{"update_id":1} {}`)), []string{"update: is no JSON"}},
		{"update", spec.Update([]byte(`{"update_id":1,"note":{"id":1}}`)), nil},
		{"two kinds of update", spec.Update([]byte(`{"update_id":1,"note":{"id":1},"press":{"id":1}}`)), []string{"update: has 2 of the fields of which only one may stand"}},
	} {
		if got := texts(c.got); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}
