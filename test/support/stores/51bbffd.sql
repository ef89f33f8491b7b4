BEGIN TRANSACTION;
CREATE TABLE "checks" (
        "token" text PRIMARY KEY NOT NULL,
        "created_at" integer NOT NULL,
        "expires_at" integer NOT NULL,
        "received_mail" boolean NOT NULL DEFAULT (0),
        "observations_stored" integer NOT NULL DEFAULT (0),
        "observations_dropped" integer NOT NULL DEFAULT (0)
      , "refused_at" integer, "release_requested_at" integer);
INSERT INTO "checks" VALUES('enf0rces0001',1795988041956,1798580041956,1,6,0,1795988044622,NULL);
INSERT INTO "checks" VALUES('accepts00001',1795988041956,1798580041956,1,6,0,NULL,NULL);
INSERT INTO "checks" VALUES('empty0000001',1795988041956,1798580041956,0,0,0,NULL,NULL);
INSERT INTO "checks" VALUES('retryseen001',1795988041956,1798580041956,1,8,0,1795988045768,1795988049159);
INSERT INTO "checks" VALUES('c1ear0000001',1795988041956,1798580041956,1,3,0,NULL,NULL);
CREATE TABLE "migrations" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "timestamp" bigint NOT NULL, "name" varchar NOT NULL);
INSERT INTO "migrations" VALUES(1,1767225600000,'CreateChecksAndObservations1767225600000');
INSERT INTO "migrations" VALUES(2,1795352896776,'AddClientKey1795352896776');
INSERT INTO "migrations" VALUES(3,1795353600000,'AddRelease1795353600000');
INSERT INTO "migrations" VALUES(4,1795353900000,'AddQueries1795353900000');
INSERT INTO "migrations" VALUES(5,1795354200000,'CreateProbes1795354200000');
INSERT INTO "migrations" VALUES(6,1795354500000,'CreateOperatorMail1795354500000');
INSERT INTO "migrations" VALUES(7,1795954500000,'AddUnfinishedAttempts1795954500000');
INSERT INTO "migrations" VALUES(8,1796000000000,'AddSessionFacts1796000000000');
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
        "size" integer, "client_key" text, "certificate" text, "query_name" text, "query_type" text, "query_dnssec_ok" boolean, "query_transport" text, "query_resolver_port" integer, "reached" text, "reply" text, "timing" text,
        CONSTRAINT "observations_check" FOREIGN KEY ("token") REFERENCES "checks" ("token") ON DELETE CASCADE ON UPDATE NO ACTION
      );
INSERT INTO "observations" VALUES(1,'enf0rces0001',1795988043211,'tls-established','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','22cqfls5h4nob83v',54094,'open',NULL,21,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(2,'enf0rces0001',1795988043542,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.do.havedane.test','We accepted a message of 59 octets over TLSv1.3.','22cqfls5h4nob83v',54094,'open',NULL,331,'sender@client.test','test@enf0rces0001.do.havedane.test','<enf0rces0001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(3,'enf0rces0001',1795988044134,'tls-established','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','d3il8ene3rr8fuod',34770,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(4,'enf0rces0001',1795988044234,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.dont.havedane.test','We accepted a message of 59 octets over TLSv1.3.','d3il8ene3rr8fuod',34770,'open',NULL,100,'sender@client.test','test@enf0rces0001.dont.havedane.test','<enf0rces0001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(5,'enf0rces0001',1795988044609,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','4l160igdmovkaic1',34782,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(6,'enf0rces0001',1795988044622,'refused','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.wrong.havedane.test','The client said QUIT 1 ms after it had seen our certificate, before it said EHLO again.','4l160igdmovkaic1',34782,'quit',NULL,1,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(7,'retryseen001',1795988045049,'tls-established','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','duhveglqkl9t3ejh',34794,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(8,'retryseen001',1795988045142,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.do.havedane.test','We accepted a message of 59 octets over TLSv1.3.','duhveglqkl9t3ejh',34794,'open',NULL,93,'sender@client.test','test@retryseen001.do.havedane.test','<retryseen001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(9,'retryseen001',1795988045407,'tls-established','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','8sefpvk0f2lds8ob',34808,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(10,'retryseen001',1795988045519,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.dont.havedane.test','We accepted a message of 59 octets over TLSv1.3.','8sefpvk0f2lds8ob',34808,'open',NULL,112,'sender@client.test','test@retryseen001.dont.havedane.test','<retryseen001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(11,'retryseen001',1795988045757,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','hdicukagij8hh1c4',34818,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(12,'retryseen001',1795988045768,'refused','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The client said QUIT 11 ms after it had seen our certificate, before it said EHLO again.','hdicukagij8hh1c4',34818,'quit',NULL,11,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(13,'accepts00001',1795988046007,'tls-established','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','sndq5bb2jerdgs4e',34826,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(14,'accepts00001',1795988046059,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.do.havedane.test','We accepted a message of 59 octets over TLSv1.3.','sndq5bb2jerdgs4e',34826,'open',NULL,52,'sender@client.test','test@accepts00001.do.havedane.test','<accepts00001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(15,'c1ear0000001',1795988046342,'delivered','do','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 59 octets in clear text: the client did not use TLS.','1frkolon8i8j8e1l',34842,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.do.havedane.test','<c1ear0000001-1@client.test>',59,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(16,'accepts00001',1795988046719,'tls-established','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','htsm2f35cgac1a7q',34850,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(17,'accepts00001',1795988046872,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.dont.havedane.test','We accepted a message of 59 octets over TLSv1.3.','htsm2f35cgac1a7q',34850,'open',NULL,153,'sender@client.test','test@accepts00001.dont.havedane.test','<accepts00001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(18,'c1ear0000001',1795988047277,'delivered','dont','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 59 octets in clear text: the client did not use TLS.','b9p4gf9g6p6ier48',34854,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.dont.havedane.test','<c1ear0000001-1@client.test>',59,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(19,'accepts00001',1795988047655,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','7f9q09hu001t7fr4',34856,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(20,'accepts00001',1795988047850,'delivered','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.wrong.havedane.test','We accepted a message of 59 octets over TLSv1.3.','7f9q09hu001t7fr4',34856,'open',NULL,195,'sender@client.test','test@accepts00001.wrong.havedane.test','<accepts00001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(21,'c1ear0000001',1795988048138,'delivered','wrong','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 59 octets in clear text: the client did not use TLS.','s940rhkpk09pmt3o',34864,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.wrong.havedane.test','<c1ear0000001-1@client.test>',59,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(22,'retryseen001',1795988050433,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384. We had presented our spare certificate, which one of the TLSA records matches.','motlt2r775cdlq3a',34880,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'spare',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "observations" VALUES(23,'retryseen001',1795988050634,'delivered','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','We accepted a message of 59 octets over TLSv1.3. We had presented our spare certificate, which one of the TLSA records matches.','motlt2r775cdlq3a',34880,'open',NULL,201,'sender@client.test','test@retryseen001.wrong.havedane.test','<retryseen001-1@client.test>',59,NULL,'spare',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "sqlite_sequence" VALUES('migrations',8);
INSERT INTO "sqlite_sequence" VALUES('observations',23);
COMMIT;
