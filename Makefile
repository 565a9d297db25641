# The few commands that people expect.
.PHONY: run test race lint bench ci

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
