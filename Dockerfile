# One file for all containers: `app` runs setup, api, smtp, observer and watch, `caddy` serves the page in front of them, `dns`
# answers for the domain where it has no other name server, `resolver` looks names up and validates.
# The tags are those that get security fixes; who wants exact builds gives digests by these arguments.
ARG NODE_IMAGE=node:24-bookworm-slim
ARG CADDY_IMAGE=caddy:2
ARG DEBIAN_IMAGE=debian:bookworm-slim

FROM ${CADDY_IMAGE} AS caddy-binary


FROM ${DEBIAN_IMAGE} AS dns
# No service is to be started by the installation of its package.
RUN groupadd --gid 10001 havedane \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin havedane \
 && printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d \
 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      knot knot-dnssecutils knot-dnsutils knot-module-dnstap \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o havedane -g havedane -m 0700 /dns /dnstap \
 && find / -xdev -perm /6000 -type f -exec chmod a-s {} +
COPY docker/bind-low-ports.sh dns/name-server.sh /usr/local/lib/havedane/
USER 10001:10001
CMD ["/usr/local/lib/havedane/name-server.sh", "serve", "/zones/knot", "/dns"]


FROM ${DEBIAN_IMAGE} AS resolver
RUN groupadd --gid 10001 havedane \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin havedane \
 && printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d \
 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends dns-root-data unbound \
 && rm -rf /var/lib/apt/lists/* \
 && find / -xdev -perm /6000 -type f -exec chmod a-s {} +
COPY docker/unbound.conf /etc/havedane/unbound.conf
COPY docker/resolver.sh /usr/local/lib/havedane/
RUN : > /tmp/access.conf && unbound-checkconf /etc/havedane/unbound.conf && rm /tmp/access.conf
USER 10001:10001
CMD ["/usr/local/lib/havedane/resolver.sh", "serve"]


FROM ${NODE_IMAGE} AS build
# The SQLite driver is compiled here: its ready-made binary wants a newer C library than this Debian has.
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ make python3 \
 && rm -rf /var/lib/apt/lists/*
ENV npm_config_build_from_source=true npm_config_nodedir=/usr/local JOBS=max
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build \
 && npm prune --omit=dev \
 && rm -rf node_modules/sqlite3/deps node_modules/sqlite3/build/Release/obj* \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.[cm]ts' \) -delete


FROM ${NODE_IMAGE} AS app
# For DNS updates (RFC 2136): kdig and knsupdate. For DANE-TA: openssl.
RUN apt-get update \
 && apt-get install -y --no-install-recommends knot-dnsutils openssl \
 && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 havedane \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin havedane \
 && install -d -o havedane -g havedane -m 0700 /data /certs /caddy /dns /dnstap \
 && install -d -o havedane -g havedane -m 0755 /zones \
 && find / -xdev -perm /6000 -type f -exec chmod a-s {} +
WORKDIR /app
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
COPY docker/bind-low-ports.sh docker/*-health.mjs /usr/local/lib/havedane/
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# `docker compose exec api havedane …`
RUN chmod a+x dist/apps/cli/src/main.js && ln -s /app/dist/apps/cli/src/main.js /usr/local/bin/havedane
USER 10001:10001
CMD ["node", "dist/apps/api/src/main.js"]


# The command alone: `docker run --rm -it … havedane-cli init`.
FROM app AS cli
ENTRYPOINT ["havedane"]
CMD ["--help"]


# The conformance lab in one container: `docker run --rm --cap-add NET_ADMIN … havedane-lab` (docs/lab.md).
FROM app AS lab
USER 0:0
RUN printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d \
 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      iproute2 knot knot-dnssecutils knot-module-dnstap tini unbound \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o havedane -g havedane -m 0755 /lab \
 && find / -xdev -perm /6000 -type f -exec chmod a-s {} +
# There are five processes on Node.
ENV NODE_OPTIONS="--enable-source-maps --max-old-space-size=128"
COPY docker/lab.sh docker/lab*.mjs dns/name-server.sh /usr/local/lib/havedane/
ENTRYPOINT ["/usr/local/lib/havedane/lab.sh"]
CMD ["node", "/usr/local/lib/havedane/lab.mjs", "serve", "/lab", "/usr/local/lib/havedane/name-server.sh"]
HEALTHCHECK --interval=5s --timeout=10s --retries=30 \
  CMD ["setpriv", "--reuid=10001", "--regid=10001", "--clear-groups", "node", "/usr/local/lib/havedane/lab.mjs", "health", "/lab"]


FROM ${DEBIAN_IMAGE} AS caddy
RUN groupadd --gid 10001 havedane \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin havedane \
 && install -d -o havedane -g havedane -m 0700 /data /public \
 && find / -xdev -perm /6000 -type f -exec chmod a-s {} +
# The configuration that Caddy writes down for a next start is not used.
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/tmp
COPY --from=caddy-binary /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=caddy-binary /usr/bin/caddy /usr/bin/caddy
COPY docker/bind-low-ports.sh docker/caddy-health.sh docker/share-certificates.sh docker/note-served.sh /usr/local/lib/havedane/
COPY Caddyfile /etc/caddy/Caddyfile
COPY --from=build /app/dist/web /srv
USER 10001:10001
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
