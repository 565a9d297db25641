# The few commands that people expect.
.PHONY: run test race lint bench ci release

run: ## the sandbox, or the real thing where tokens are set
	go run ./cmd/parley

test:
	go test ./...

race:
	go test -race ./...

lint:
	golangci-lint run ./...

bench: ## figures, not a test
	go test -run '^$$' -bench . -benchmem ./core/... ./cmd/...

ci:
	.ci/run

# A release is the same, byte by byte, wherever it is built from the same sources
# with the same Go: no paths, no time, no C library.
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
STAMP = -s -w -buildid= -X github.com/parleybot/parley/cmd/house.stamp=$(VERSION)

release: ## static binaries for servers, with checksums, in dist/
	mkdir -p dist
	rm -f dist/parley-* dist/SHA256SUMS
	for arch in amd64 arm64; do \
		CGO_ENABLED=0 GOOS=linux GOARCH=$$arch GOFLAGS= go build -trimpath -buildvcs=false -ldflags '$(STAMP)' \
			-o dist/parley-linux-$$arch ./cmd/parley || exit 1; \
	done
	cd dist && sha256sum parley-linux-* >SHA256SUMS
