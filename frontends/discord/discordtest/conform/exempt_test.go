package conform

import (
	"slices"
	"testing"
)

// samples holds, by the place of an exemption, an exchange that it lets pass.
var samples = map[string]exchange{
	"/components/schemas/ApplicationCommandUpdateRequest/properties/default_member_permissions": {
		Method: "PUT", Path: "/applications/9/commands",
		Body: []byte(`[{"name": "x", "description": "y", "default_member_permissions": "32"}]`),
	},
	"/components/schemas/ApplicationCommandCreateRequest/properties/default_member_permissions": {
		Method: "POST", Path: "/applications/9/commands",
		Body: []byte(`{"name": "x", "description": "y", "default_member_permissions": "32"}`),
	},
	"/components/schemas/ApplicationCommandPatchRequestPartial/properties/default_member_permissions": {
		Method: "PATCH", Path: "/applications/9/commands/7",
		Body: []byte(`{"default_member_permissions": "32"}`),
	},
	"/components/schemas/MessageAttachmentRequest/properties/id": {
		Method: "POST", Path: "/channels/20/messages",
		Body: []byte(`{"attachments": [{"id": 0, "description": "a picture"}]}`),
	},
	"/components/schemas/RatelimitedResponse": {
		Method: "GET", Path: "/users/@me", Status: 429,
		Answer: []byte(`{"message": "slow down", "retry_after": 0.5, "global": true}`),
	},
	"/components/schemas/InnerErrors/properties/_errors/items": {
		Method: "GET", Path: "/users/@me", Status: 400,
		Answer: []byte(`{"message": "Invalid Form Body", "code": 50035,
			"errors": {"name": {"_errors": [{"code": "BASE_TYPE_REQUIRED", "message": "x"}]}}}`),
	},
}

func (e exchange) check(s *Spec) []Problem {
	if e.Status != 0 {
		return s.Response(e.Method, e.Path, e.Status, e.Answer)
	}
	return s.Request(e.Method, e.Path, nil, e.Body)
}

func TestEachExemptionIsStillNeeded(t *testing.T) {
	t.Parallel()
	s := official(t)
	for i, e := range exemptions {
		t.Run(e.at, func(t *testing.T) {
			t.Parallel()
			if e.why == "" {
				t.Error("there is no reason")
			}
			sample, ok := samples[e.at]
			if !ok {
				t.Fatal("there is no sample")
			}
			for _, problem := range sample.check(s) {
				t.Errorf("with it: %s", problem)
			}
			without, err := load(folder(), slices.Delete(slices.Clone(exemptions), i, i+1))
			if err != nil {
				t.Fatal(err)
			}
			if len(sample.check(without)) == 0 {
				t.Error("the file accepts the sample by itself now: take the exemption away")
			}
		})
	}
}

func TestExemptionThatIsNoJSON(t *testing.T) {
	t.Parallel()
	if _, err := load("testdata/small", []exemption{{at: "/paths", is: "{"}}); err == nil {
		t.Error("it was accepted")
	}
}
