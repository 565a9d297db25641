package botapi_test

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

const library = "github.com/go-telegram/bot"

// forbidden are the names of the library that lose updates, leak contents or
// miss wrapped errors.
var forbidden = map[string]bool{
	"StartWebhook": true, "WebhookHandler": true, "ProcessUpdate": true,
	"RegisterHandler": true, "RegisterHandlerMatchFunc": true, "RegisterHandlerRegexp": true, "UnregisterHandler": true,
	"WithDefaultHandler": true, "WithMessageTextHandler": true, "WithCallbackQueryDataHandler": true,
	"WithPhotoCaptionHandler": true, "WithMiddlewares": true, "WithWorkers": true, "WithDebug": true,
	"EscapeMarkdown": true, "EscapeMarkdownUnescaped": true, "ValidateWebappRequest": true,
	"FileDownloadLink": true, "IsTooManyRequestsError": true, "IsMigrateError": true,
}

// users are the only folders that may know the library's bot; the foreign
// clients of the double are a module of their own.
var users = []string{".", "botapi", "menu"}

func TestTheLibraryIsUsedOnlyWhereItIsSafe(t *testing.T) {
	t.Parallel()
	read := 0
	err := fs.WalkDir(os.DirFS(".."), ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		if strings.HasPrefix(file, "telegramtest/peers/") {
			return nil
		}
		read++
		source, err := fs.ReadFile(os.DirFS(".."), file)
		if err != nil {
			return err
		}
		for _, what := range misuses(t, file, string(source)) {
			t.Errorf("%s: %s", file, what)
		}
		return nil
	})
	if err != nil || read < 10 {
		t.Fatalf("read %d files: %v", read, err)
	}
}

func TestMisusesAreCaught(t *testing.T) {
	t.Parallel()
	const imported = "package p\nimport \"" + library + "\"\n"
	for _, tt := range []struct{ file, source, want string }{
		{"x.go", imported + "var _ = bot.EscapeMarkdown", "EscapeMarkdown is forbidden"},
		{"x.go", "package p\nfunc f(c client) { c.Bot().Start(nil) }", "Start is forbidden"},
		{"telegramtest/x.go", imported + "var _ = bot.New", "imports " + library},
	} {
		if got := misuses(t, tt.file, tt.source); len(got) != 1 || got[0] != tt.want {
			t.Errorf("%s: got %q, want %q", tt.source, got, tt.want)
		}
	}
	if got := misuses(t, "telegramtest/x.go", "package p\nfunc f(s server) { s.Start() }"); len(got) != 0 {
		t.Errorf("a server of the double's own: %q", got)
	}
}

func misuses(t *testing.T, file, source string) (found []string) {
	t.Helper()
	tree, err := parser.ParseFile(gotoken.NewFileSet(), file, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	user := slices.Contains(users, path.Dir(file))
	for _, spec := range tree.Imports {
		name := strings.Trim(spec.Path.Value, `"`)
		if !user && (name == library || strings.HasPrefix(name, library+"/")) {
			found = append(found, "imports "+name)
		}
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok { // "Start" is also what a span of text has
			n = call.Fun
			if s, ok := n.(*ast.SelectorExpr); ok && user && s.Sel.Name == "Start" {
				found = append(found, "Start is forbidden")
			}
			return true
		}
		if s, ok := n.(*ast.SelectorExpr); ok && user && forbidden[s.Sel.Name] {
			found = append(found, s.Sel.Name+" is forbidden")
		}
		return true
	})
	return found
}
