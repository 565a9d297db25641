// Package core_test guards the shape of the house: who may import whom, and
// where SQL may be spoken. It reads the files itself, because the test cache
// does not notice a change that only the build system would see.
package core_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const module = "github.com/parleybot/parley/"

// shelves lists what each part may import of the project besides its own
// subfolders. The longest matching prefix counts.
var shelves = map[string][]string{
	"config":                 {"core/chat"},
	"cmd":                    {"config", "core", "frontends"},
	"frontends":              {"core/chat", "core/fault", "core/text", "frontends"},
	"core/chat":              {},
	"core/fault":             {"core/chat"},
	"core/digit":             {},
	"core/civil":             {"core/digit"},
	"core/table":             {},
	"core/money":             {"core/digit"},
	"core/text":              {"core/chat", "core/fault", "core/money", "core/civil"},
	"core/store":             {"core/chat", "core/fault", "core/text", "core/money"},
	"core/audit":             {"core/store", "core/chat", "core/fault"},
	"core/jobs":              {"core/store", "core/chat", "core/fault"},
	"core/transfer":          {"core/store"},
	"core/backup":            {"core/store", "core/transfer"},
	"core/outbox":            {"core/store", "core/chat", "core/fault"},
	"core/accounts":          {"core/store", "core/chat", "core/fault", "core/audit"},
	"core/communities":       {"core/store", "core/chat", "core/fault", "core/audit", "core/accounts", "core/civil"},
	"core/app":               {"core/accounts", "core/communities", "core/audit", "core/jobs", "core/outbox", "core/store", "core/chat", "core/fault", "core/text", "core/money", "core/civil"},
	"core/apps/deals":        appShelf,
	"core/apps/account":      appShelf,
	"core/apps/community":    appShelf,
	"core/apps/operator":     appShelf,
	"core/apps/privacy":      appShelf,
	"core/apps/rep":          appShelf,
	"core/apps/reminders":    appShelf,
	"core/apps/units":        appShelf,
	"core/bot":               append([]string{"core/app"}, appShelf...),
	"cmd/example":            {"core", "frontends"},
	"cmd/house":              {"config", "core"},
	"frontends/console":      {"core/chat", "core/fault", "core/text"},
	"frontends/frontendtest": {"core/chat", "core/fault", "core/text"},
}

var appShelf = []string{
	"core/app", "core/accounts", "core/communities", "core/audit", "core/jobs", "core/outbox",
	"core/store", "core/chat", "core/fault", "core/text", "core/money", "core/civil", "core/digit", "core/table",
}

// speakers of SQL: files of these names only.
var storeFile = regexp.MustCompile(`^store(_[a-z0-9_]+)?\.go$`)

func TestLayers(t *testing.T) {
	t.Parallel()
	count := 0
	eachFile(t, func(file string, tree *ast.File) {
		count++
		home := path.Dir(file)
		for _, spec := range tree.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			if to, ours := strings.CutPrefix(imported, module); ours && !mayImport(home, to) {
				t.Errorf("%s may not import %s: imports point down only", file, to)
			}
			if speaksSQL(imported) && !storeFile.MatchString(path.Base(file)) {
				t.Errorf("%s imports %s: SQL lives in store.go and store_*.go", file, imported)
			}
			if home == "core/chat" && strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
				t.Errorf("%s imports %s: the vocabulary uses the standard library only", file, imported)
			}
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if ok && (call.Sel.Name == "SQL" || call.Sel.Name == "Gorm") && !storeFile.MatchString(path.Base(file)) {
				t.Errorf("%s uses %s: SQL lives in store.go and store_*.go", file, call.Sel.Name)
			}
			return true
		})
	})
	if count < 50 {
		t.Fatalf("only %d files were read: the test looks in the wrong place", count)
	}
}

// The rules must be able to fail.
func TestLayersCatch(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"frontends/console", "core/store"},
		{"frontends/console", "core/bot"},
		{"core/apps/deals", "core/bot"},
		{"core/apps/deals", "core/apps/account"},
		{"core/chat", "core/fault"},
		{"core/store", "core/accounts"},
		{"core/bot", "core/apps/deals"},
		{"core/bot", "cmd/house"},
		{"cmd/house", "frontends/telegram"},
	} {
		if mayImport(pair[0], pair[1]) {
			t.Errorf("%s may import %s", pair[0], pair[1])
		}
	}
	if !mayImport("cmd/parley", "core/apps/deals") || !mayImport("core/store/storetest", "core/store") {
		t.Error("what is allowed is refused")
	}
}

func mayImport(home, to string) bool {
	shelf := ""
	for name := range shelves {
		if within(home, name) && len(name) > len(shelf) {
			shelf = name
		}
	}
	if shelf != "" && within(to, shelf) {
		return true
	}
	for _, allowed := range shelves[shelf] {
		if within(to, allowed) {
			return true
		}
	}
	return false
}

func within(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

func speaksSQL(imported string) bool {
	return imported == "database/sql" || strings.HasPrefix(imported, "gorm.io/") ||
		strings.HasPrefix(imported, "modernc.org/sqlite") || strings.HasPrefix(imported, "github.com/mattn/go-sqlite3") ||
		strings.HasPrefix(imported, "github.com/jackc/pgx")
}

// eachFile parses every Go file of the project that is not a test.
func eachFile(t *testing.T, visit func(file string, tree *ast.File)) {
	t.Helper()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		visit(file, tree)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
