# A small image: one static binary and the certificates it needs to reach the
# platforms. It has no shell, runs as nobody in particular, and keeps everything in
# /data. A backup that is checked stands in /tmp meanwhile.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=devel
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false \
      -ldflags "-s -w -buildid= -X github.com/parleybot/parley/cmd/house.stamp=${VERSION}" \
      -o /out/parley ./cmd/parley \
 && mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/parley /parley
COPY --from=build --chown=10001:10001 /out/data /data
COPY --from=build --chown=10001:10001 /out/tmp /tmp
USER 10001:10001
WORKDIR /data
VOLUME /data
ENV DATABASE_PATH=/data/parley.db \
    LOG_SIGNING_KEY_FILE=/data/parley-log.key \
    BACKUP_DIR=/data/backups \
    HTTP_ADDR=:8080 \
    LOG_FORMAT=json
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["/parley", "health"]
ENTRYPOINT ["/parley"]
