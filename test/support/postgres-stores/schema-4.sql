SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.count_checks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
     UPDATE "counts" SET "stored" = "stored" + CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END * (SELECT COUNT(*) FROM "changed")
     WHERE "subject" = 'checks';
     RETURN NULL;
   END $$;
CREATE FUNCTION public.note_newest_observation() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
     UPDATE "counts" SET "stored" = GREATEST("stored", (SELECT MAX("id") FROM "added"))
     WHERE "subject" = 'newest observation';
     RETURN NULL;
   END $$;
CREATE TABLE public.check_reports (
    id bigint NOT NULL,
    token text NOT NULL,
    received_at bigint NOT NULL,
    source text NOT NULL,
    signed_by text,
    organization text NOT NULL,
    report_id text NOT NULL,
    start_at bigint NOT NULL,
    end_at bigint NOT NULL,
    sessions text NOT NULL,
    matched_by text DEFAULT 'token'::text NOT NULL
);
CREATE SEQUENCE public.check_reports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.check_reports_id_seq OWNED BY public.check_reports.id;
CREATE TABLE public.checks (
    token text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    received_mail boolean DEFAULT false NOT NULL,
    observations_stored bigint DEFAULT '0'::bigint NOT NULL,
    observations_dropped bigint DEFAULT '0'::bigint NOT NULL
);
CREATE TABLE public.counts (
    subject text NOT NULL,
    stored bigint NOT NULL
);
CREATE TABLE public.migrations (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE public.migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.migrations_id_seq OWNED BY public.migrations.id;
CREATE TABLE public.observations (
    id bigint NOT NULL,
    token text,
    at bigint NOT NULL,
    kind text NOT NULL,
    scenario text NOT NULL,
    client_address text NOT NULL,
    client_key text,
    client_name text,
    tls_version text,
    tls_cipher text,
    tls_server_name text,
    detail text NOT NULL,
    session text,
    client_port bigint,
    session_end text,
    alert text,
    certificate text,
    since_certificate_ms bigint,
    reached text,
    reply text,
    timing text,
    mail_from text,
    recipient text,
    message_id text,
    size bigint,
    query_name text,
    query_type text,
    query_dnssec_ok boolean,
    query_transport text,
    query_resolver_port bigint
);
CREATE SEQUENCE public.observations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.observations_id_seq OWNED BY public.observations.id;
CREATE TABLE public.operator_messages (
    id bigint NOT NULL,
    received_at bigint NOT NULL,
    client_address text NOT NULL,
    client_key text NOT NULL,
    client_name text,
    tls_version text,
    mail_from text NOT NULL,
    recipients text NOT NULL,
    purpose text NOT NULL,
    read_at bigint,
    attempts bigint DEFAULT '0'::bigint NOT NULL,
    due_at bigint,
    problem text,
    unfinished bigint DEFAULT '0'::bigint NOT NULL,
    size bigint NOT NULL,
    content bytea NOT NULL
);
CREATE SEQUENCE public.operator_messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.operator_messages_id_seq OWNED BY public.operator_messages.id;
CREATE TABLE public.probes (
    id text NOT NULL,
    domain text NOT NULL,
    created_at bigint NOT NULL,
    finished_at bigint,
    state text NOT NULL,
    report bytea,
    lease_until bigint
);
CREATE TABLE public.releases (
    token text NOT NULL,
    scenario text NOT NULL,
    refused_at bigint NOT NULL,
    requested_at bigint,
    closed_at bigint
);
CREATE TABLE public.report_attempts (
    digest text NOT NULL,
    attempts bigint NOT NULL,
    begun_at bigint NOT NULL
);
CREATE TABLE public.tls_reports (
    id bigint NOT NULL,
    received_at bigint NOT NULL,
    source text NOT NULL,
    client_address text NOT NULL,
    origin text NOT NULL,
    dkim text NOT NULL,
    signed_by text,
    dkim_reason text,
    problem text,
    organization text,
    report_id text,
    contact text,
    start_at bigint,
    end_at bigint,
    successes bigint,
    failures bigint,
    policies text,
    raw bytea
);
CREATE SEQUENCE public.tls_reports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.tls_reports_id_seq OWNED BY public.tls_reports.id;
ALTER TABLE ONLY public.check_reports ALTER COLUMN id SET DEFAULT nextval('public.check_reports_id_seq'::regclass);
ALTER TABLE ONLY public.migrations ALTER COLUMN id SET DEFAULT nextval('public.migrations_id_seq'::regclass);
ALTER TABLE ONLY public.observations ALTER COLUMN id SET DEFAULT nextval('public.observations_id_seq'::regclass);
ALTER TABLE ONLY public.operator_messages ALTER COLUMN id SET DEFAULT nextval('public.operator_messages_id_seq'::regclass);
ALTER TABLE ONLY public.tls_reports ALTER COLUMN id SET DEFAULT nextval('public.tls_reports_id_seq'::regclass);
INSERT INTO public.check_reports VALUES (1, 'enf0rces0001', 1, 'mail', 'example.org', 'Org', 'id', 1, 2, '[]', 'token');
INSERT INTO public.checks VALUES ('accepts00001', 1795987451107, 1798579451107, true, 6, 0);
INSERT INTO public.checks VALUES ('c1ear0000001', 1795987451107, 1798579451107, true, 3, 0);
INSERT INTO public.checks VALUES ('empty0000001', 1795987451107, 1798579451107, false, 0, 0);
INSERT INTO public.checks VALUES ('enf0rces0001', 1795987451107, 1798579451107, true, 6, 0);
INSERT INTO public.checks VALUES ('retryseen001', 1795987451107, 1798579451107, true, 8, 0);
INSERT INTO public.counts VALUES ('checks', 5);
INSERT INTO public.counts VALUES ('newest observation', 24);
INSERT INTO public.migrations VALUES (1, 1796083200000, 'CreateStore1796083200000');
INSERT INTO public.migrations VALUES (2, 1796100000000, 'CreateCheckReports1796100000000');
INSERT INTO public.migrations VALUES (3, 1796169600000, 'AddProbeLease1796169600000');
INSERT INTO public.migrations VALUES (4, 1796300000000, 'AddReportMatch1796300000000');
INSERT INTO public.observations VALUES (1, 'enf0rces0001', 1795987451762, 'tls-established', 'do', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'enf0rces0001.do.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.', 'm88u64475p2hoigk', 51086, 'open', NULL, 'leaf', 0, 'nothing', NULL, '{"connectedAt":1795987451476,"ehlo":168,"startTls":188,"clientHello":221,"certificate":223,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (2, 'enf0rces0001', 1795987451885, 'delivered', 'do', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'enf0rces0001.do.havedane.test', 'We accepted a message of 59 bytes over TLSv1.3.', 'm88u64475p2hoigk', 51086, 'open', NULL, 'leaf', 124, 'data', NULL, '{"connectedAt":1795987451476,"ehlo":168,"startTls":188,"clientHello":221,"certificate":223,"mail":320}', 'sender@client.test', 'test@enf0rces0001.do.havedane.test', '<enf0rces0001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (3, 'enf0rces0001', 1795987452169, 'tls-established', 'dont', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'enf0rces0001.dont.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.', 'ga0vgegeqhg7rj95', 51102, 'open', NULL, 'leaf', 0, 'nothing', NULL, '{"connectedAt":1795987451954,"ehlo":121,"startTls":135,"clientHello":153,"certificate":154,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (4, 'enf0rces0001', 1795987452255, 'delivered', 'dont', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'enf0rces0001.dont.havedane.test', 'We accepted a message of 59 bytes over TLSv1.3.', 'ga0vgegeqhg7rj95', 51102, 'open', NULL, 'leaf', 86, 'data', NULL, '{"connectedAt":1795987451954,"ehlo":121,"startTls":135,"clientHello":153,"certificate":154,"mail":237}', 'sender@client.test', 'test@enf0rces0001.dont.havedane.test', '<enf0rces0001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (5, 'enf0rces0001', 1795987452533, 'tls-established', 'wrong', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'enf0rces0001.wrong.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.', 'lga0onbhh4835sai', 51112, 'open', NULL, 'leaf', 0, 'nothing', NULL, '{"connectedAt":1795987452373,"ehlo":126,"startTls":128,"clientHello":150,"certificate":152,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (6, 'enf0rces0001', 1795987452534, 'refused', 'wrong', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'enf0rces0001.wrong.havedane.test', 'The client said QUIT 1 ms after it had seen our certificate, before it said EHLO again.', 'lga0onbhh4835sai', 51112, 'quit', NULL, 'leaf', 1, 'nothing', NULL, '{"connectedAt":1795987452373,"ehlo":126,"startTls":128,"clientHello":150,"certificate":152,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (7, 'retryseen001', 1795987452747, 'tls-established', 'do', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'retryseen001.do.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.', '012l0q5lecraudak', 51114, 'open', NULL, 'leaf', 0, 'nothing', NULL, '{"connectedAt":1795987452561,"ehlo":124,"startTls":158,"clientHello":181,"certificate":181,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (8, 'retryseen001', 1795987452822, 'delivered', 'do', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'retryseen001.do.havedane.test', 'We accepted a message of 59 bytes over TLSv1.3.', '012l0q5lecraudak', 51114, 'open', NULL, 'leaf', 75, 'data', NULL, '{"connectedAt":1795987452561,"ehlo":124,"startTls":158,"clientHello":181,"certificate":181,"mail":225}', 'sender@client.test', 'test@retryseen001.do.havedane.test', '<retryseen001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (9, 'retryseen001', 1795987453106, 'tls-established', 'dont', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'retryseen001.dont.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.', '6c28t45udql0tjqd', 58242, 'open', NULL, 'leaf', 0, 'nothing', NULL, '{"connectedAt":1795987452896,"ehlo":128,"startTls":165,"clientHello":165,"certificate":167,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (10, 'retryseen001', 1795987453150, 'delivered', 'dont', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'retryseen001.dont.havedane.test', 'We accepted a message of 59 bytes over TLSv1.3.', '6c28t45udql0tjqd', 58242, 'open', NULL, 'leaf', 44, 'data', NULL, '{"connectedAt":1795987452896,"ehlo":128,"startTls":165,"clientHello":165,"certificate":167,"mail":246}', 'sender@client.test', 'test@retryseen001.dont.havedane.test', '<retryseen001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (11, 'retryseen001', 1795987453729, 'tls-established', 'wrong', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'retryseen001.wrong.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.', '2anaqqmesumh3fvr', 58250, 'open', NULL, 'leaf', 0, 'nothing', NULL, '{"connectedAt":1795987453438,"ehlo":131,"startTls":144,"clientHello":180,"certificate":227,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (12, 'retryseen001', 1795987453730, 'refused', 'wrong', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'retryseen001.wrong.havedane.test', 'The client said QUIT 1 ms after it had seen our certificate, before it said EHLO again.', '2anaqqmesumh3fvr', 58250, 'quit', NULL, 'leaf', 1, 'nothing', NULL, '{"connectedAt":1795987453438,"ehlo":131,"startTls":144,"clientHello":180,"certificate":227,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (13, 'accepts00001', 1795987453946, 'tls-established', 'do', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'accepts00001.do.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.', 'cn8gbf50j4p99qvn', 58264, 'open', NULL, 'leaf', 0, 'nothing', NULL, '{"connectedAt":1795987453752,"ehlo":125,"startTls":134,"clientHello":145,"certificate":147,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (14, 'accepts00001', 1795987454037, 'delivered', 'do', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'accepts00001.do.havedane.test', 'We accepted a message of 59 bytes over TLSv1.3.', 'cn8gbf50j4p99qvn', 58264, 'open', NULL, 'leaf', 91, 'data', NULL, '{"connectedAt":1795987453752,"ehlo":125,"startTls":134,"clientHello":145,"certificate":147,"mail":223}', 'sender@client.test', 'test@accepts00001.do.havedane.test', '<accepts00001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (15, 'c1ear0000001', 1795987454367, 'delivered', 'do', '127.0.0.1', NULL, 'mx1.client.test', NULL, NULL, NULL, 'We accepted a message of 59 bytes in clear text: the client did not use TLS.', 'c6996k58nh366nt5', 58276, 'open', NULL, NULL, NULL, 'data', NULL, '{"connectedAt":1795987454218,"ehlo":104,"startTls":null,"clientHello":null,"certificate":null,"mail":104}', 'sender@client.test', 'test@c1ear0000001.do.havedane.test', '<c1ear0000001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (16, 'accepts00001', 1795987454641, 'tls-established', 'dont', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'accepts00001.dont.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.', 'qnma9ukuc0ql04ms', 58284, 'open', NULL, 'leaf', 0, 'nothing', NULL, '{"connectedAt":1795987454450,"ehlo":107,"startTls":126,"clientHello":126,"certificate":127,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (17, 'accepts00001', 1795987454702, 'delivered', 'dont', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'accepts00001.dont.havedane.test', 'We accepted a message of 59 bytes over TLSv1.3.', 'qnma9ukuc0ql04ms', 58284, 'open', NULL, 'leaf', 61, 'data', NULL, '{"connectedAt":1795987454450,"ehlo":107,"startTls":126,"clientHello":126,"certificate":127,"mail":207}', 'sender@client.test', 'test@accepts00001.dont.havedane.test', '<accepts00001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (18, 'c1ear0000001', 1795987454956, 'delivered', 'dont', '127.0.0.1', NULL, 'mx1.client.test', NULL, NULL, NULL, 'We accepted a message of 59 bytes in clear text: the client did not use TLS.', '6d5i8sq19sl34q6h', 58294, 'open', NULL, NULL, NULL, 'data', NULL, '{"connectedAt":1795987454823,"ehlo":114,"startTls":null,"clientHello":null,"certificate":null,"mail":130}', 'sender@client.test', 'test@c1ear0000001.dont.havedane.test', '<c1ear0000001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (19, 'accepts00001', 1795987455417, 'tls-established', 'wrong', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'accepts00001.wrong.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.', 'a4i7rv1usks9fspv', 58306, 'open', NULL, 'leaf', 0, 'nothing', NULL, '{"connectedAt":1795987455126,"ehlo":183,"startTls":184,"clientHello":188,"certificate":228,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (20, 'accepts00001', 1795987455554, 'delivered', 'wrong', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'accepts00001.wrong.havedane.test', 'We accepted a message of 59 bytes over TLSv1.3.', 'a4i7rv1usks9fspv', 58306, 'open', NULL, 'leaf', 137, 'data', NULL, '{"connectedAt":1795987455126,"ehlo":183,"startTls":184,"clientHello":188,"certificate":228,"mail":332}', 'sender@client.test', 'test@accepts00001.wrong.havedane.test', '<accepts00001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (21, 'c1ear0000001', 1795987455974, 'delivered', 'wrong', '127.0.0.1', NULL, 'mx1.client.test', NULL, NULL, NULL, 'We accepted a message of 59 bytes in clear text: the client did not use TLS.', 'mm8c20vffqvf31a3', 58320, 'open', NULL, NULL, NULL, 'data', NULL, '{"connectedAt":1795987455678,"ehlo":183,"startTls":null,"clientHello":null,"certificate":null,"mail":208}', 'sender@client.test', 'test@c1ear0000001.wrong.havedane.test', '<c1ear0000001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (22, 'retryseen001', 1795987458322, 'tls-established', 'wrong', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'retryseen001.wrong.havedane.test', 'The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384. We had presented our spare certificate, which one of the TLSA records matches.', 'd9jqqj6dlsre484k', 58330, 'open', NULL, 'spare', 0, 'nothing', NULL, '{"connectedAt":1795987458110,"ehlo":115,"startTls":117,"clientHello":125,"certificate":137,"mail":null}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (23, 'retryseen001', 1795987458430, 'delivered', 'wrong', '127.0.0.1', NULL, 'mx1.client.test', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'retryseen001.wrong.havedane.test', 'We accepted a message of 59 bytes over TLSv1.3. We had presented our spare certificate, which one of the TLSA records matches.', 'd9jqqj6dlsre484k', 58330, 'open', NULL, 'spare', 108, 'data', NULL, '{"connectedAt":1795987458110,"ehlo":115,"startTls":117,"clientHello":125,"certificate":137,"mail":234}', 'sender@client.test', 'test@retryseen001.wrong.havedane.test', '<retryseen001-1@client.test>', 59, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.observations VALUES (24, NULL, 1795987452600, 'refused', 'wrong', '127.0.0.1', '127.0.0.1', NULL, NULL, NULL, NULL, 'nameless', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.operator_messages VALUES (1, 1000, '192.0.2.1', '192.0.2.1', 'mail.sender.example', 'TLSv1.3', 'somebody@sender.example', '["postmaster@havedane.test"]', 'mail', NULL, 0, 1000, NULL, 0, 56, '\x46726f6d3a20736f6d65626f64794073656e6465722e6578616d706c650d0a5375626a6563743a2048656c6c6f0d0a0d0a48656c6c6f0d0a');
INSERT INTO public.probes VALUES ('p1', 'example.org', 1, 2, 'done', '\x00ff0a', NULL);
INSERT INTO public.releases VALUES ('enf0rces0001', 'wrong', 1795987452534, NULL, NULL);
INSERT INTO public.releases VALUES ('retryseen001', 'wrong', 1795987453730, 1795987457069, 1795987458430);
INSERT INTO public.report_attempts VALUES ('00ff', 2, 3);
INSERT INTO public.tls_reports VALUES (1, 1, 'mail', '192.0.2.1', 'example.org', 'pass', 'example.org', 'r', NULL, 'Org', 'id', 'c', 1, 2, 3, 4, '[]', NULL);
SELECT pg_catalog.setval('public.check_reports_id_seq', 1, true);
SELECT pg_catalog.setval('public.migrations_id_seq', 7, true);
SELECT pg_catalog.setval('public.observations_id_seq', 24, true);
SELECT pg_catalog.setval('public.operator_messages_id_seq', 1, true);
SELECT pg_catalog.setval('public.tls_reports_id_seq', 1, true);
ALTER TABLE ONLY public.tls_reports
    ADD CONSTRAINT "PK_2c080b07ca491e06251adfe884d" PRIMARY KEY (id);
ALTER TABLE ONLY public.checks
    ADD CONSTRAINT "PK_3048041f989825da894705163b0" PRIMARY KEY (token);
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT "PK_738b4302938fc52041756fb4dd9" PRIMARY KEY (token, scenario);
ALTER TABLE ONLY public.report_attempts
    ADD CONSTRAINT "PK_77de8b75752251a2e0381a6ae07" PRIMARY KEY (digest);
ALTER TABLE ONLY public.probes
    ADD CONSTRAINT "PK_7c839c90f8cb3aff3f99b122d0f" PRIMARY KEY (id);
ALTER TABLE ONLY public.check_reports
    ADD CONSTRAINT "PK_80fcf33d6f6ce1a080d6853420f" PRIMARY KEY (id);
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY (id);
ALTER TABLE ONLY public.counts
    ADD CONSTRAINT "PK_eb99ed586ad233066ed3f80b414" PRIMARY KEY (subject);
ALTER TABLE ONLY public.operator_messages
    ADD CONSTRAINT "PK_f80b81934f3ee0807e6342db281" PRIMARY KEY (id);
ALTER TABLE ONLY public.observations
    ADD CONSTRAINT "PK_f9208d64f50a76030758087c0ef" PRIMARY KEY (id);
CREATE INDEX check_reports_token ON public.check_reports USING btree (token, id);
CREATE INDEX checks_eviction ON public.checks USING btree (received_mail, created_at);
CREATE INDEX checks_expires_at ON public.checks USING btree (expires_at);
CREATE INDEX observations_deliveries ON public.observations USING btree (client_address, at) WHERE (kind = 'delivered'::text);
CREATE INDEX observations_token ON public.observations USING btree (token, id);
CREATE INDEX observations_unattributed ON public.observations USING btree (client_key, at) WHERE (token IS NULL);
CREATE INDEX operator_messages_due ON public.operator_messages USING btree (due_at, purpose) WHERE (due_at IS NOT NULL);
CREATE INDEX operator_messages_room ON public.operator_messages USING btree (read_at, client_key, size);
CREATE INDEX probes_created_at ON public.probes USING btree (created_at);
CREATE INDEX probes_domain ON public.probes USING btree (domain, finished_at);
CREATE INDEX report_attempts_begun_at ON public.report_attempts USING btree (begun_at);
CREATE INDEX tls_reports_id ON public.tls_reports USING btree (organization, report_id);
CREATE INDEX tls_reports_origin ON public.tls_reports USING btree (origin);
CREATE INDEX tls_reports_received_at ON public.tls_reports USING btree (received_at);
CREATE TRIGGER checks_count_delete AFTER DELETE ON public.checks REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_checks();
CREATE TRIGGER checks_count_insert AFTER INSERT ON public.checks REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_checks();
CREATE TRIGGER observations_newest AFTER INSERT ON public.observations REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.note_newest_observation();
ALTER TABLE ONLY public.check_reports
    ADD CONSTRAINT check_reports_check FOREIGN KEY (token) REFERENCES public.checks(token) ON DELETE CASCADE;
ALTER TABLE ONLY public.observations
    ADD CONSTRAINT observations_check FOREIGN KEY (token) REFERENCES public.checks(token) ON DELETE CASCADE;
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT releases_check FOREIGN KEY (token) REFERENCES public.checks(token) ON DELETE CASCADE;
