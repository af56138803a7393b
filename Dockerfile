# One image for web and worker: `node src/server.ts` by default, `node workers/main.ts` by argument.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No embedded Postgres in the image: a container is given DATABASE_URL.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
# A container is reached from outside its own loopback.
ENV HOST=0.0.0.0
WORKDIR /app
# package.json holds the `imports` that the sources use.
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY src ./src
COPY workers ./workers
USER node
EXPOSE 3000
# The web answers /healthz; a worker listens on nothing and is healthy while its process runs.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD node -e "if (!process.env.ACCORD_WORKER) fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
ENTRYPOINT ["docker-entrypoint.sh", "node"]
CMD ["src/server.ts"]
