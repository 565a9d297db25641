package storetest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var statement = regexp.MustCompile(`^(SELECT|INSERT|UPDATE|DELETE|WITH) `)

// statements returns the SQL in the Go files of a folder, each on one line: the
// string literals that begin like a statement, with the literals and constants
// that are added to them. Reading the source misses none that no test runs.
func statements(t testing.TB, folder string) []string {
	t.Helper()
	files := parse(t, folder)
	known := constants(files)
	var list []string
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			text, ok := known.text(e)
			text = strings.Join(strings.Fields(text), " ")
			if _, name := e.(*ast.Ident); ok && !name && statement.MatchString(text) {
				list = append(list, text)
			}
			return !ok
		})
	}
	return list
}

func parse(t testing.TB, folder string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// constants are the values of a package's constants by their names.
type constantValues map[string]ast.Expr

func constants(files []*ast.File) constantValues {
	known := constantValues{}
	for _, file := range files {
		for _, d := range file.Decls {
			group, ok := d.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST {
				continue
			}
			for _, each := range group.Specs {
				spec := each.(*ast.ValueSpec)
				for i, value := range spec.Values {
					known[spec.Names[i].Name] = value
				}
			}
		}
	}
	return known
}

// text returns the text of an expression that is constant.
func (known constantValues) text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.Ident:
		return known.text(known[e.Name])
	case *ast.BinaryExpr:
		left, isText := known.text(e.X)
		right, both := known.text(e.Y)
		return left + right, isText && both && e.Op == token.ADD
	}
	return "", false
}
