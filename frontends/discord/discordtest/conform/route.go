package conform

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// asJSON is the only kind of content that is looked into. What a multipart
// request says in payload_json has the same schema.
const asJSON = "application/json"

// outline is the part of an OpenAPI file that is not JSON Schema.
type outline struct {
	Paths      map[string]map[string]json.RawMessage `json:"paths"`
	Components struct {
		Responses map[string]answer `json:"responses"`
	} `json:"components"`
}

type content map[string]json.RawMessage

type answer struct {
	Ref     string  `json:"$ref"`
	Content content `json:"content"`
}

type parameter struct {
	Name     string `json:"name"`
	In       string `json:"in"`
	Required bool   `json:"required"`
	place    string // of its schema in the document
}

type operation struct {
	Parameters  []parameter `json:"parameters"`
	RequestBody *struct {
		Required bool    `json:"required"`
		Content  content `json:"content"`
	} `json:"requestBody"`
	Responses map[string]answer `json:"responses"`
	place     string
	answers   map[string]string // by status or "4XX": place of the schema, "" for no body, opaque for another kind
}

// opaque marks an answer that is not JSON, a picture for instance.
const opaque = "opaque"

type route struct {
	template string
	segments []string
	methods  map[string]operation
}

// routesOf orders routes so that a literal segment is tried before a parameter:
// "/webhooks/{id}/{token}/messages/@original" before ".../{message_id}". The
// order of the alphabet does it, in which a brace comes after every letter.
func routesOf(described outline) []route {
	var routes []route
	for template, item := range described.Paths {
		place := "/paths/" + inPointer(template)
		r := route{template: template, segments: segmentsOf(template), methods: make(map[string]operation)}
		var common []parameter
		if raw, ok := item["parameters"]; ok && json.Unmarshal(raw, &common) == nil {
			placed(common, place)
		}
		for method, raw := range item {
			var op operation
			if method == "parameters" || json.Unmarshal(raw, &op) != nil {
				continue
			}
			op.place = place + "/" + method
			placed(op.Parameters, op.place)
			op.Parameters = append(op.Parameters, common...)
			op.answers = answersOf(op, described.Components.Responses)
			r.methods[strings.ToUpper(method)] = op
		}
		routes = append(routes, r)
	}
	slices.SortFunc(routes, func(a, b route) int { return strings.Compare(a.template, b.template) })
	return routes
}

func placed(parameters []parameter, place string) {
	for i := range parameters {
		parameters[i].place = place + "/parameters/" + strconv.Itoa(i) + "/schema"
	}
}

func answersOf(op operation, shared map[string]answer) map[string]string {
	answers := make(map[string]string, len(op.Responses))
	for status, a := range op.Responses {
		place := op.place + "/responses/" + status
		if name, ok := strings.CutPrefix(a.Ref, "#/components/responses/"); ok {
			a, place = shared[name], "/components/responses/"+name
		}
		switch {
		case a.Content[asJSON] != nil:
			answers[status] = place + "/content/application~1json/schema"
		case len(a.Content) > 0:
			answers[status] = opaque
		default:
			answers[status] = ""
		}
	}
	return answers
}

// inPointer writes one token of a JSON pointer inside the fragment of an address.
func inPointer(token string) string {
	return url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(token))
}

// segmentsOf cuts a path and drops the front that names the API and its
// version: "/api/v9/users/@me" is "users", "@me".
func segmentsOf(path string) []string {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	if segments[0] == "api" {
		segments = segments[1:]
	}
	if len(segments) > 0 && isVersion(segments[0]) {
		segments = segments[1:]
	}
	return segments
}

func isVersion(segment string) bool {
	number, ok := strings.CutPrefix(segment, "v")
	_, err := strconv.ParseUint(number, 10, 8)
	return ok && err == nil
}

func isParameter(segment string) bool {
	return strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}")
}

func (r route) fits(segments []string) bool {
	if len(r.segments) != len(segments) {
		return false
	}
	for i, segment := range r.segments {
		if segment != segments[i] && (!isParameter(segment) || segments[i] == "") {
			return false
		}
	}
	return true
}

// Route names the route of a request as the description writes it,
// "/channels/{channel_id}/messages", and says whether there is one that takes
// the method. The path may carry the front "/api/v9".
func (s *Spec) Route(method, path string) (template string, ok bool) {
	r, _, ok := s.find(method, path)
	return r.template, ok
}

// find takes the most literal route that fits and knows the method.
func (s *Spec) find(method, path string) (route, operation, bool) {
	segments := segmentsOf(path)
	for _, r := range s.routes {
		if op, ok := r.methods[method]; ok && r.fits(segments) {
			return r, op, true
		}
	}
	return route{}, operation{}, false
}
