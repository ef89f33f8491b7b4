/** Configuration for a web server that has ports 80 and 443 already: it passes everything to the API, which serves the page. */
import type { WebChoice } from './env-plan.js';

/** Where the snippet belongs, and the snippet; undefined for the appliance's own Caddy. */
export function webServerSnippet(
  web: WebChoice,
  domain: string,
  apiPort: number,
): { readonly place: string; readonly text: string } | undefined {
  const api = `127.0.0.1:${apiPort}`;
  switch (web) {
    case 'caddy':
      return undefined;
    case 'nginx':
      return { place: `/etc/nginx/sites-enabled/${domain}.conf`, text: nginx(domain, api) };
    case 'apache':
      return {
        place: `/etc/apache2/sites-enabled/${domain}.conf, with a2enmod proxy_http headers ssl (Apache 2.4.47 or newer)`,
        text: apache(domain, api),
      };
    case 'traefik':
      return { place: 'a file of its file provider', text: traefik(domain, api) };
    case 'other-caddy':
      return { place: 'its Caddyfile', text: `${domain} {\n\treverse_proxy ${api}\n}\n` };
  }
}

// The client's address is set, never appended: what a visitor claims in the same header must not arrive.
function nginx(domain: string, api: string): string {
  return `server {
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name ${domain};
    ssl_certificate     /etc/letsencrypt/live/${domain}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/${domain}/privkey.pem;

    location / {
        proxy_pass http://${api};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $http_connection;
        proxy_read_timeout 1h;
    }
}

server {
    listen 80;
    listen [::]:80;
    server_name ${domain};
    return 301 https://$host$request_uri;
}
`;
}

function apache(domain: string, api: string): string {
  return `<VirtualHost *:443>
    ServerName ${domain}
    SSLEngine on
    SSLCertificateFile    /etc/letsencrypt/live/${domain}/fullchain.pem
    SSLCertificateKeyFile /etc/letsencrypt/live/${domain}/privkey.pem
    ProxyPreserveHost On
    ProxyAddHeaders Off
    RequestHeader set X-Forwarded-For "expr=%{REMOTE_ADDR}"
    RequestHeader set X-Forwarded-Proto "https"
    # retry: the page works as soon as the API does after its restart. timeout: /api/checks/TOKEN?wait=60
    ProxyPass        / http://${api}/ upgrade=websocket retry=0 timeout=3600
    ProxyPassReverse / http://${api}/
</VirtualHost>

<VirtualHost *:80>
    ServerName ${domain}
    Redirect permanent / https://${domain}/
</VirtualHost>
`;
}

function traefik(domain: string, api: string): string {
  return `http:
  routers:
    havedane:
      rule: Host(\`${domain}\`)
      entryPoints: [websecure]
      service: havedane
      tls: { certResolver: letsencrypt }   # the name of yours
  services:
    havedane:
      loadBalancer:
        # A Traefik in a container joins the network havedane_api, and has http://api:8080 here.
        servers: [{ url: 'http://${api}' }]
`;
}
