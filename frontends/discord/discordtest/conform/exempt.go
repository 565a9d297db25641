package conform

import (
	"errors"
	"strings"
)

// exemption replaces the schema at one place of Discord's file, because the
// file contradicts Discord's documentation or what Discord does.
type exemption struct {
	at  string // JSON pointer into the file; passed over where nothing is there
	is  string // the schema that holds instead, as JSON
	why string // the reason, with its source
}

// exemptions is the whole list. A test takes each away in turn and expects its
// sample to be refused, so that none outlives its reason.
var exemptions = []exemption{
	{
		at: "/components/schemas/ApplicationCommandUpdateRequest/properties/default_member_permissions",
		is: bitset, why: permissionsAreText,
	},
	{
		at: "/components/schemas/ApplicationCommandCreateRequest/properties/default_member_permissions",
		is: bitset, why: permissionsAreText,
	},
	{
		at: "/components/schemas/ApplicationCommandPatchRequestPartial/properties/default_member_permissions",
		is: bitset, why: permissionsAreText,
	},
	{
		at: "/components/schemas/RatelimitedResponse",
		is: `{"type": "object", "required": ["message", "retry_after", "global"], "properties": {
			"code": {"type": "integer"}, "message": {"type": "string"},
			"retry_after": {"type": "number"}, "global": {"type": "boolean"}}}`,
		why: "the documentation (rate limits, response structure) makes code optional, and its example has none; the file requires it",
	},
	{
		at: "/components/schemas/InnerErrors/properties/_errors/items",
		is: `{"type": "object", "required": ["code", "message"], "properties": {
			"code": {"type": "string"}, "message": {"type": "string"}}}`,
		why: "the documentation (reference, error messages) names an inner error by a word such as BASE_TYPE_REQUIRED; the file by a number",
	},
	{
		at:  "/components/schemas/MessageAttachmentRequest/properties/id",
		is:  `{"oneOf": [{"$ref": "#/components/schemas/SnowflakeType"}, {"type": "integer", "minimum": 0}]}`,
		why: "the documentation (reference, uploading files) numbers the files of a request by plain numbers; the file takes text only",
	},
}

const (
	bitset             = `{"oneOf": [{"type": "null"}, {"type": "string", "pattern": "^[0-9]{1,19}$"}, {"type": "integer", "minimum": 0}]}`
	permissionsAreText = "the documentation (application command object) sends a bit set as text; the file takes numbers only"
)

// apply changes the document in place.
func (e exemption) apply(doc map[string]any) error {
	with, err := decode([]byte(e.is))
	if err != nil {
		return err
	}
	tokens := strings.Split(strings.TrimPrefix(e.at, "/"), "/")
	last := len(tokens) - 1
	for i, token := range tokens {
		if doc[token] == nil {
			return nil
		}
		if i == last {
			doc[token] = with
			return nil
		}
		inner, ok := doc[token].(map[string]any)
		if !ok {
			return errors.New("leads through a value that is no object")
		}
		doc = inner
	}
	return nil
}
