BEGIN TRANSACTION;
CREATE TABLE "checks" (
        "token" text PRIMARY KEY NOT NULL,
        "created_at" integer NOT NULL,
        "expires_at" integer NOT NULL,
        "received_mail" boolean NOT NULL DEFAULT (0),
        "observations_stored" integer NOT NULL DEFAULT (0),
        "observations_dropped" integer NOT NULL DEFAULT (0)
      , "refused_at" integer, "release_requested_at" integer);
INSERT INTO "checks" VALUES('enf0rces0001',1795988630869,1798580630869,1,6,0,1795988633489,NULL);
INSERT INTO "checks" VALUES('accepts00001',1795988630869,1798580630869,1,6,0,NULL,NULL);
INSERT INTO "checks" VALUES('empty0000001',1795988630869,1798580630869,0,0,0,NULL,NULL);
INSERT INTO "checks" VALUES('retryseen001',1795988630869,1798580630869,1,8,0,1795988635217,1795988639218);
INSERT INTO "checks" VALUES('c1ear0000001',1795988630869,1798580630869,1,3,0,NULL,NULL);
CREATE TABLE "migrations" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "timestamp" bigint NOT NULL, "name" varchar NOT NULL);
INSERT INTO "migrations" VALUES(1,1767225600000,'CreateChecksAndObservations1767225600000');
INSERT INTO "migrations" VALUES(2,1795352896776,'AddClientKey1795352896776');
INSERT INTO "migrations" VALUES(3,1795353600000,'AddRelease1795353600000');
INSERT INTO "migrations" VALUES(4,1795353900000,'AddQueries1795353900000');
INSERT INTO "migrations" VALUES(5,1795354200000,'CreateProbes1795354200000');
INSERT INTO "migrations" VALUES(6,1795354500000,'CreateOperatorMail1795354500000');
INSERT INTO "migrations" VALUES(7,1795954500000,'AddUnfinishedAttempts1795954500000');
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
INSERT INTO "observations" VALUES(1,'enf0rces0001',1795988631980,'tls-established','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','vglgeh262bmhvu51',55154,'open',NULL,49,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(2,'enf0rces0001',1795988632231,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.do.havedane.test','We accepted a message of 59 octets over TLSv1.3.','vglgeh262bmhvu51',55154,'open',NULL,251,'sender@client.test','test@enf0rces0001.do.havedane.test','<enf0rces0001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(3,'enf0rces0001',1795988632869,'tls-established','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','qmgvct1mmnldea1u',55160,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(4,'enf0rces0001',1795988633007,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.dont.havedane.test','We accepted a message of 59 octets over TLSv1.3.','qmgvct1mmnldea1u',55160,'open',NULL,145,'sender@client.test','test@enf0rces0001.dont.havedane.test','<enf0rces0001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(5,'enf0rces0001',1795988633453,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','pl8mp2fka9e4n7n7',33144,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(6,'enf0rces0001',1795988633489,'refused','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.wrong.havedane.test','The client said QUIT 29 ms after it had seen our certificate, before it said EHLO again.','pl8mp2fka9e4n7n7',33144,'quit',NULL,29,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(7,'retryseen001',1795988633891,'tls-established','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','rgdl7h79chtqoa5d',33156,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(8,'retryseen001',1795988634024,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.do.havedane.test','We accepted a message of 59 octets over TLSv1.3.','rgdl7h79chtqoa5d',33156,'open',NULL,133,'sender@client.test','test@retryseen001.do.havedane.test','<retryseen001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(9,'retryseen001',1795988634498,'tls-established','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','e1vdfr6kaa4h879f',33166,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(10,'retryseen001',1795988634650,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.dont.havedane.test','We accepted a message of 59 octets over TLSv1.3.','e1vdfr6kaa4h879f',33166,'open',NULL,152,'sender@client.test','test@retryseen001.dont.havedane.test','<retryseen001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(11,'retryseen001',1795988635216,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','sg8bgbdv4kvsovuc',33168,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(12,'retryseen001',1795988635217,'refused','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The client said QUIT 1 ms after it had seen our certificate, before it said EHLO again.','sg8bgbdv4kvsovuc',33168,'quit',NULL,1,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(13,'accepts00001',1795988635619,'tls-established','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','p4vrs0a6togpdfe7',33184,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(14,'accepts00001',1795988635754,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.do.havedane.test','We accepted a message of 59 octets over TLSv1.3.','p4vrs0a6togpdfe7',33184,'open',NULL,135,'sender@client.test','test@accepts00001.do.havedane.test','<accepts00001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(15,'c1ear0000001',1795988636223,'delivered','do','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 59 octets in clear text: the client did not use TLS.','8tspaqj7sij5n3mh',33194,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.do.havedane.test','<c1ear0000001-1@client.test>',59,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(16,'accepts00001',1795988636658,'tls-established','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','tnropc8so9mhq8lb',33204,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(17,'accepts00001',1795988636739,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.dont.havedane.test','We accepted a message of 59 octets over TLSv1.3.','tnropc8so9mhq8lb',33204,'open',NULL,81,'sender@client.test','test@accepts00001.dont.havedane.test','<accepts00001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(18,'c1ear0000001',1795988637135,'delivered','dont','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 59 octets in clear text: the client did not use TLS.','ctrms2n33jf5dbaq',33216,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.dont.havedane.test','<c1ear0000001-1@client.test>',59,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(19,'accepts00001',1795988637536,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','5cu93goqd5lm1bon',33228,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(20,'accepts00001',1795988637702,'delivered','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.wrong.havedane.test','We accepted a message of 59 octets over TLSv1.3.','5cu93goqd5lm1bon',33228,'open',NULL,167,'sender@client.test','test@accepts00001.wrong.havedane.test','<accepts00001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(21,'c1ear0000001',1795988638139,'delivered','wrong','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 59 octets in clear text: the client did not use TLS.','br616912ame4n2t2',33230,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.wrong.havedane.test','<c1ear0000001-1@client.test>',59,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(22,'retryseen001',1795988640754,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384. We had presented our spare certificate, which one of the TLSA records matches.','2g3cahthc5gsk0r8',33244,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'spare',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(23,'retryseen001',1795988640920,'delivered','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','We accepted a message of 59 octets over TLSv1.3. We had presented our spare certificate, which one of the TLSA records matches.','2g3cahthc5gsk0r8',33244,'open',NULL,166,'sender@client.test','test@retryseen001.wrong.havedane.test','<retryseen001-1@client.test>',59,NULL,'spare',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "operator_messages" (
         "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
         "received_at" integer NOT NULL,
         "client_address" text NOT NULL,
         "client_key" text NOT NULL,
         "client_name" text,
         "tls_version" text,
         "mail_from" text NOT NULL,
         "recipients" text NOT NULL,
         "purpose" text NOT NULL,
         "read_at" integer,
         "attempts" integer NOT NULL DEFAULT (0),
         "due_at" integer,
         "problem" text,
         "size" integer NOT NULL,
         "content" blob NOT NULL, "unfinished" integer NOT NULL DEFAULT (0));
CREATE TABLE "probes" (
         "id" text PRIMARY KEY NOT NULL,
         "domain" text NOT NULL,
         "created_at" integer NOT NULL,
         "finished_at" integer,
         "state" text NOT NULL,
         "report" blob);
CREATE TABLE "tls_reports" (
         "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
         "received_at" integer NOT NULL,
         "source" text NOT NULL,
         "client_address" text NOT NULL,
         "origin" text NOT NULL,
         "dkim" text NOT NULL,
         "signed_by" text,
         "dkim_reason" text,
         "problem" text,
         "organization" text,
         "report_id" text,
         "contact" text,
         "start_at" integer,
         "end_at" integer,
         "successes" integer,
         "failures" integer,
         "policies" text,
         "raw" blob);
CREATE INDEX "checks_expires_at" ON "checks" ("expires_at");
CREATE INDEX "checks_eviction" ON "checks" ("received_mail", "created_at");
CREATE INDEX "observations_token" ON "observations" ("token", "id");
CREATE INDEX "observations_deliveries" ON "observations" ("client_address", "at") WHERE "kind" = 'delivered';
CREATE INDEX "observations_unattributed" ON "observations" ("client_key", "at") WHERE "token" IS NULL;
CREATE INDEX "probes_created_at" ON "probes" ("created_at");
CREATE INDEX "probes_domain" ON "probes" ("domain", "finished_at");
CREATE INDEX "operator_messages_room" ON "operator_messages" ("read_at", "client_key", "size");
CREATE INDEX "operator_messages_due" ON "operator_messages" ("due_at", "purpose") WHERE "due_at" IS NOT NULL;
CREATE INDEX "tls_reports_id" ON "tls_reports" ("organization", "report_id");
CREATE INDEX "tls_reports_origin" ON "tls_reports" ("origin");
CREATE INDEX "tls_reports_received_at" ON "tls_reports" ("received_at");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('migrations',7);
INSERT INTO "sqlite_sequence" VALUES('observations',23);
COMMIT;
