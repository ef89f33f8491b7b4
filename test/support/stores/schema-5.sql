BEGIN TRANSACTION;
CREATE TABLE "checks" (
        "token" text PRIMARY KEY NOT NULL,
        "created_at" integer NOT NULL,
        "expires_at" integer NOT NULL,
        "received_mail" boolean NOT NULL DEFAULT (0),
        "observations_stored" integer NOT NULL DEFAULT (0),
        "observations_dropped" integer NOT NULL DEFAULT (0)
      , "refused_at" integer, "release_requested_at" integer);
INSERT INTO "checks" VALUES('enf0rces0001',1795970821356,1798562821356,1,6,0,1795970824175,NULL);
INSERT INTO "checks" VALUES('accepts00001',1795970821356,1798562821356,1,6,0,NULL,NULL);
INSERT INTO "checks" VALUES('empty0000001',1795970821356,1798562821356,0,0,0,NULL,NULL);
INSERT INTO "checks" VALUES('retryseen001',1795970821356,1798562821356,1,8,0,1795970825510,1795970827871);
INSERT INTO "checks" VALUES('c1ear0000001',1795970821356,1798562821356,1,3,0,NULL,NULL);
CREATE TABLE "migrations" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "timestamp" bigint NOT NULL, "name" varchar NOT NULL);
INSERT INTO "migrations" VALUES(1,1767225600000,'CreateChecksAndObservations1767225600000');
INSERT INTO "migrations" VALUES(2,1795352896776,'AddClientKey1795352896776');
INSERT INTO "migrations" VALUES(3,1795353600000,'AddRelease1795353600000');
INSERT INTO "migrations" VALUES(4,1795353900000,'AddQueries1795353900000');
INSERT INTO "migrations" VALUES(5,1795354200000,'CreateProbes1795354200000');
CREATE TABLE "observations" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "token" text,
        "at" integer NOT NULL,
        "kind" text NOT NULL,
        "scenario" text NOT NULL,
        "client_address" text NOT NULL,
        "client_name" text,
        "tls_version" text,
        "tls_cipher" text,
        "tls_server_name" text,
        "detail" text NOT NULL,
        "session" text,
        "client_port" integer,
        "session_end" text,
        "alert" text,
        "since_certificate_ms" integer,
        "mail_from" text,
        "recipient" text,
        "message_id" text,
        "size" integer, "client_key" text, "certificate" text, "query_name" text, "query_type" text, "query_dnssec_ok" boolean, "query_transport" text, "query_resolver_port" integer,
        CONSTRAINT "observations_check" FOREIGN KEY ("token") REFERENCES "checks" ("token") ON DELETE CASCADE ON UPDATE NO ACTION
      );
INSERT INTO "observations" VALUES(1,'enf0rces0001',1795970822499,'tls-established','do','127.0.0.1','client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','k9649kaehugi06cj',48816,'open',NULL,1,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(2,'enf0rces0001',1795970822821,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.do.havedane.test','We accepted a message of 46 octets over TLSv1.3.','k9649kaehugi06cj',48816,'open',NULL,322,'sender@client.test','test@enf0rces0001.do.havedane.test','<1@client.test>',46,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(3,'enf0rces0001',1795970823500,'tls-established','dont','127.0.0.1','client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','jou5fsfngejc8l94',42352,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(4,'enf0rces0001',1795970823619,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.dont.havedane.test','We accepted a message of 46 octets over TLSv1.3.','jou5fsfngejc8l94',42352,'open',NULL,119,'sender@client.test','test@enf0rces0001.dont.havedane.test','<1@client.test>',46,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(5,'enf0rces0001',1795970824174,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','95k9v8e0s02fae2b',42364,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(6,'enf0rces0001',1795970824175,'refused','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.wrong.havedane.test','The client said QUIT 1 ms after it had seen our certificate, before it said EHLO again.','95k9v8e0s02fae2b',42364,'quit',NULL,1,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(7,'retryseen001',1795970824400,'tls-established','do','127.0.0.1','client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','eq2o49vdoo2b13ja',42372,'open',NULL,56,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(8,'retryseen001',1795970824566,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.do.havedane.test','We accepted a message of 46 octets over TLSv1.3.','eq2o49vdoo2b13ja',42372,'open',NULL,166,'sender@client.test','test@retryseen001.do.havedane.test','<1@client.test>',46,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(9,'retryseen001',1795970825019,'tls-established','dont','127.0.0.1','client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','bbr34i9oq4tu2bv6',42378,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(10,'retryseen001',1795970825091,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.dont.havedane.test','We accepted a message of 46 octets over TLSv1.3.','bbr34i9oq4tu2bv6',42378,'open',NULL,73,'sender@client.test','test@retryseen001.dont.havedane.test','<1@client.test>',46,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(11,'retryseen001',1795970825501,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','41e6qsdhe0bn63f1',42394,'open',NULL,8,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(12,'retryseen001',1795970825510,'refused','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The client said QUIT 8 ms after it had seen our certificate, before it said EHLO again.','41e6qsdhe0bn63f1',42394,'quit',NULL,8,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(13,'accepts00001',1795970825797,'tls-established','do','127.0.0.1','client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','3tvk139d5ns2gtgk',42398,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(14,'accepts00001',1795970825800,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.do.havedane.test','We accepted a message of 46 octets over TLSv1.3.','3tvk139d5ns2gtgk',42398,'open',NULL,3,'sender@client.test','test@accepts00001.do.havedane.test','<1@client.test>',46,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(15,'c1ear0000001',1795970826043,'delivered','do','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 23 octets in clear text: the client did not use TLS.','s26onk4bjelm2a8v',42408,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.do.havedane.test',NULL,23,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(16,'accepts00001',1795970826489,'tls-established','dont','127.0.0.1','client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','2t3n0kme9mhsuv6i',42420,'open',NULL,8,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(17,'accepts00001',1795970826492,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.dont.havedane.test','We accepted a message of 46 octets over TLSv1.3.','2t3n0kme9mhsuv6i',42420,'open',NULL,11,'sender@client.test','test@accepts00001.dont.havedane.test','<1@client.test>',46,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(18,'c1ear0000001',1795970827083,'delivered','dont','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 23 octets in clear text: the client did not use TLS.','hjh8s8fr9bpfh9h3',42430,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.dont.havedane.test',NULL,23,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(19,'accepts00001',1795970827527,'tls-established','wrong','127.0.0.1','client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','sam0r8klla0f9b4v',42446,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(20,'accepts00001',1795970827591,'delivered','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.wrong.havedane.test','We accepted a message of 46 octets over TLSv1.3.','sam0r8klla0f9b4v',42446,'open',NULL,64,'sender@client.test','test@accepts00001.wrong.havedane.test','<1@client.test>',46,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(21,'c1ear0000001',1795970827850,'delivered','wrong','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 23 octets in clear text: the client did not use TLS.','1hdsbavtf2ol0mfs',42456,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.wrong.havedane.test',NULL,23,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(22,'retryseen001',1795970834373,'tls-established','wrong','127.0.0.1','client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384. We had presented our spare certificate, which one of the TLSA records matches.','e1sp0jgdc37hadke',42934,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'spare',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(23,'retryseen001',1795970834376,'delivered','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','We accepted a message of 46 octets over TLSv1.3. We had presented our spare certificate, which one of the TLSA records matches.','e1sp0jgdc37hadke',42934,'open',NULL,3,'sender@client.test','test@retryseen001.wrong.havedane.test','<1@client.test>',46,NULL,'spare',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "probes" (
         "id" text PRIMARY KEY NOT NULL,
         "domain" text NOT NULL,
         "created_at" integer NOT NULL,
         "finished_at" integer,
         "state" text NOT NULL,
         "report" blob);
CREATE INDEX "checks_expires_at" ON "checks" ("expires_at");
CREATE INDEX "checks_eviction" ON "checks" ("received_mail", "created_at");
CREATE INDEX "observations_token" ON "observations" ("token", "id");
CREATE INDEX "observations_deliveries" ON "observations" ("client_address", "at") WHERE "kind" = 'delivered';
CREATE INDEX "observations_unattributed" ON "observations" ("client_key", "at") WHERE "token" IS NULL;
CREATE INDEX "probes_created_at" ON "probes" ("created_at");
CREATE INDEX "probes_domain" ON "probes" ("domain", "finished_at");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('migrations',5);
INSERT INTO "sqlite_sequence" VALUES('observations',23);
COMMIT;
