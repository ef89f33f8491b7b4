BEGIN TRANSACTION;
CREATE TABLE "check_reports" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "token" text NOT NULL, "received_at" integer NOT NULL,
         "source" text NOT NULL, "signed_by" text, "organization" text NOT NULL, "report_id" text NOT NULL,
         "start_at" integer NOT NULL, "end_at" integer NOT NULL, "sessions" text NOT NULL, "matched_by" text NOT NULL DEFAULT 'token',
         CONSTRAINT "check_reports_check" FOREIGN KEY ("token") REFERENCES "checks" ("token") ON DELETE CASCADE ON UPDATE NO ACTION);
CREATE TABLE "checks" (
        "token" text PRIMARY KEY NOT NULL,
        "created_at" integer NOT NULL,
        "expires_at" integer NOT NULL,
        "received_mail" boolean NOT NULL DEFAULT (0),
        "observations_stored" integer NOT NULL DEFAULT (0),
        "observations_dropped" integer NOT NULL DEFAULT (0)
      );
INSERT INTO "checks" VALUES('enf0rces0001',1795987451107,1798579451107,1,6,0);
INSERT INTO "checks" VALUES('accepts00001',1795987451107,1798579451107,1,6,0);
INSERT INTO "checks" VALUES('empty0000001',1795987451107,1798579451107,0,0,0);
INSERT INTO "checks" VALUES('retryseen001',1795987451107,1798579451107,1,8,0);
INSERT INTO "checks" VALUES('c1ear0000001',1795987451107,1798579451107,1,3,0);
CREATE TABLE "counts" ("subject" text PRIMARY KEY NOT NULL, "stored" integer NOT NULL);
INSERT INTO "counts" VALUES('checks',5);
CREATE TABLE "migrations" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "timestamp" bigint NOT NULL, "name" varchar NOT NULL);
INSERT INTO "migrations" VALUES(1,1767225600000,'CreateChecksAndObservations1767225600000');
INSERT INTO "migrations" VALUES(2,1795352896776,'AddClientKey1795352896776');
INSERT INTO "migrations" VALUES(3,1795353600000,'AddRelease1795353600000');
INSERT INTO "migrations" VALUES(4,1795353900000,'AddQueries1795353900000');
INSERT INTO "migrations" VALUES(5,1795354200000,'CreateProbes1795354200000');
INSERT INTO "migrations" VALUES(6,1795354500000,'CreateOperatorMail1795354500000');
INSERT INTO "migrations" VALUES(7,1795954500000,'AddUnfinishedAttempts1795954500000');
INSERT INTO "migrations" VALUES(8,1796000000000,'AddSessionFacts1796000000000');
INSERT INTO "migrations" VALUES(9,1796000300000,'CreateReleases1796000300000');
INSERT INTO "migrations" VALUES(10,1796000600000,'CreateReportAttempts1796000600000');
INSERT INTO "migrations" VALUES(11,1796000900000,'CountChecks1796000900000');
INSERT INTO "migrations" VALUES(12,1796100000000,'CreateCheckReports1796100000000');
INSERT INTO "migrations" VALUES(13,1796169600000,'AddProbeLease1796169600000');
INSERT INTO "migrations" VALUES(14,1796300000000,'AddReportMatch1796300000000');
INSERT INTO "migrations" VALUES(15,1796301000000,'IndexRefusals1796301000000');
INSERT INTO "migrations" VALUES(16,1796302000000,'CreateRates1796302000000');
CREATE TABLE "rates" ("key" text PRIMARY KEY NOT NULL, "hits" integer NOT NULL, "ends_at" integer NOT NULL);
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
INSERT INTO "observations" VALUES(1,'enf0rces0001',1795987451762,'tls-established','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','m88u64475p2hoigk',51086,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987451476,"ehlo":168,"startTls":188,"clientHello":221,"certificate":223,"mail":null}');
INSERT INTO "observations" VALUES(2,'enf0rces0001',1795987451885,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.do.havedane.test','We accepted a message of 59 bytes over TLSv1.3.','m88u64475p2hoigk',51086,'open',NULL,124,'sender@client.test','test@enf0rces0001.do.havedane.test','<enf0rces0001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987451476,"ehlo":168,"startTls":188,"clientHello":221,"certificate":223,"mail":320}');
INSERT INTO "observations" VALUES(3,'enf0rces0001',1795987452169,'tls-established','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','ga0vgegeqhg7rj95',51102,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987451954,"ehlo":121,"startTls":135,"clientHello":153,"certificate":154,"mail":null}');
INSERT INTO "observations" VALUES(4,'enf0rces0001',1795987452255,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.dont.havedane.test','We accepted a message of 59 bytes over TLSv1.3.','ga0vgegeqhg7rj95',51102,'open',NULL,86,'sender@client.test','test@enf0rces0001.dont.havedane.test','<enf0rces0001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987451954,"ehlo":121,"startTls":135,"clientHello":153,"certificate":154,"mail":237}');
INSERT INTO "observations" VALUES(5,'enf0rces0001',1795987452533,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','lga0onbhh4835sai',51112,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987452373,"ehlo":126,"startTls":128,"clientHello":150,"certificate":152,"mail":null}');
INSERT INTO "observations" VALUES(6,'enf0rces0001',1795987452534,'refused','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','enf0rces0001.wrong.havedane.test','The client said QUIT 1 ms after it had seen our certificate, before it said EHLO again.','lga0onbhh4835sai',51112,'quit',NULL,1,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987452373,"ehlo":126,"startTls":128,"clientHello":150,"certificate":152,"mail":null}');
INSERT INTO "observations" VALUES(7,'retryseen001',1795987452747,'tls-established','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','012l0q5lecraudak',51114,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987452561,"ehlo":124,"startTls":158,"clientHello":181,"certificate":181,"mail":null}');
INSERT INTO "observations" VALUES(8,'retryseen001',1795987452822,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.do.havedane.test','We accepted a message of 59 bytes over TLSv1.3.','012l0q5lecraudak',51114,'open',NULL,75,'sender@client.test','test@retryseen001.do.havedane.test','<retryseen001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987452561,"ehlo":124,"startTls":158,"clientHello":181,"certificate":181,"mail":225}');
INSERT INTO "observations" VALUES(9,'retryseen001',1795987453106,'tls-established','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','6c28t45udql0tjqd',58242,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987452896,"ehlo":128,"startTls":165,"clientHello":165,"certificate":167,"mail":null}');
INSERT INTO "observations" VALUES(10,'retryseen001',1795987453150,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.dont.havedane.test','We accepted a message of 59 bytes over TLSv1.3.','6c28t45udql0tjqd',58242,'open',NULL,44,'sender@client.test','test@retryseen001.dont.havedane.test','<retryseen001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987452896,"ehlo":128,"startTls":165,"clientHello":165,"certificate":167,"mail":246}');
INSERT INTO "observations" VALUES(11,'retryseen001',1795987453729,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','2anaqqmesumh3fvr',58250,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987453438,"ehlo":131,"startTls":144,"clientHello":180,"certificate":227,"mail":null}');
INSERT INTO "observations" VALUES(12,'retryseen001',1795987453730,'refused','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The client said QUIT 1 ms after it had seen our certificate, before it said EHLO again.','2anaqqmesumh3fvr',58250,'quit',NULL,1,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987453438,"ehlo":131,"startTls":144,"clientHello":180,"certificate":227,"mail":null}');
INSERT INTO "observations" VALUES(13,'accepts00001',1795987453946,'tls-established','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.do.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','cn8gbf50j4p99qvn',58264,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987453752,"ehlo":125,"startTls":134,"clientHello":145,"certificate":147,"mail":null}');
INSERT INTO "observations" VALUES(14,'accepts00001',1795987454037,'delivered','do','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.do.havedane.test','We accepted a message of 59 bytes over TLSv1.3.','cn8gbf50j4p99qvn',58264,'open',NULL,91,'sender@client.test','test@accepts00001.do.havedane.test','<accepts00001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987453752,"ehlo":125,"startTls":134,"clientHello":145,"certificate":147,"mail":223}');
INSERT INTO "observations" VALUES(15,'c1ear0000001',1795987454367,'delivered','do','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 59 bytes in clear text: the client did not use TLS.','c6996k58nh366nt5',58276,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.do.havedane.test','<c1ear0000001-1@client.test>',59,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987454218,"ehlo":104,"startTls":null,"clientHello":null,"certificate":null,"mail":104}');
INSERT INTO "observations" VALUES(16,'accepts00001',1795987454641,'tls-established','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.dont.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','qnma9ukuc0ql04ms',58284,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987454450,"ehlo":107,"startTls":126,"clientHello":126,"certificate":127,"mail":null}');
INSERT INTO "observations" VALUES(17,'accepts00001',1795987454702,'delivered','dont','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.dont.havedane.test','We accepted a message of 59 bytes over TLSv1.3.','qnma9ukuc0ql04ms',58284,'open',NULL,61,'sender@client.test','test@accepts00001.dont.havedane.test','<accepts00001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987454450,"ehlo":107,"startTls":126,"clientHello":126,"certificate":127,"mail":207}');
INSERT INTO "observations" VALUES(18,'c1ear0000001',1795987454956,'delivered','dont','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 59 bytes in clear text: the client did not use TLS.','6d5i8sq19sl34q6h',58294,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.dont.havedane.test','<c1ear0000001-1@client.test>',59,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987454823,"ehlo":114,"startTls":null,"clientHello":null,"certificate":null,"mail":130}');
INSERT INTO "observations" VALUES(19,'accepts00001',1795987455417,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384.','a4i7rv1usks9fspv',58306,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987455126,"ehlo":183,"startTls":184,"clientHello":188,"certificate":228,"mail":null}');
INSERT INTO "observations" VALUES(20,'accepts00001',1795987455554,'delivered','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','accepts00001.wrong.havedane.test','We accepted a message of 59 bytes over TLSv1.3.','a4i7rv1usks9fspv',58306,'open',NULL,137,'sender@client.test','test@accepts00001.wrong.havedane.test','<accepts00001-1@client.test>',59,NULL,'leaf',NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987455126,"ehlo":183,"startTls":184,"clientHello":188,"certificate":228,"mail":332}');
INSERT INTO "observations" VALUES(21,'c1ear0000001',1795987455974,'delivered','wrong','127.0.0.1','mx1.client.test',NULL,NULL,NULL,'We accepted a message of 59 bytes in clear text: the client did not use TLS.','mm8c20vffqvf31a3',58320,'open',NULL,NULL,'sender@client.test','test@c1ear0000001.wrong.havedane.test','<c1ear0000001-1@client.test>',59,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987455678,"ehlo":183,"startTls":null,"clientHello":null,"certificate":null,"mail":208}');
INSERT INTO "observations" VALUES(22,'retryseen001',1795987458322,'tls-established','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','The TLS handshake was completed with TLSv1.3 and TLS_AES_256_GCM_SHA384. We had presented our spare certificate, which one of the TLSA records matches.','d9jqqj6dlsre484k',58330,'open',NULL,0,NULL,NULL,NULL,NULL,NULL,'spare',NULL,NULL,NULL,NULL,NULL,'nothing',NULL,'{"connectedAt":1795987458110,"ehlo":115,"startTls":117,"clientHello":125,"certificate":137,"mail":null}');
INSERT INTO "observations" VALUES(23,'retryseen001',1795987458430,'delivered','wrong','127.0.0.1','mx1.client.test','TLSv1.3','TLS_AES_256_GCM_SHA384','retryseen001.wrong.havedane.test','We accepted a message of 59 bytes over TLSv1.3. We had presented our spare certificate, which one of the TLSA records matches.','d9jqqj6dlsre484k',58330,'open',NULL,108,'sender@client.test','test@retryseen001.wrong.havedane.test','<retryseen001-1@client.test>',59,NULL,'spare',NULL,NULL,NULL,NULL,NULL,'data',NULL,'{"connectedAt":1795987458110,"ehlo":115,"startTls":117,"clientHello":125,"certificate":137,"mail":234}');
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
         "report" blob, "lease_until" integer);
CREATE TABLE "releases" ("token" text NOT NULL, "scenario" text NOT NULL, "refused_at" integer NOT NULL,
         "requested_at" integer, "closed_at" integer, PRIMARY KEY ("token", "scenario"),
         CONSTRAINT "releases_check" FOREIGN KEY ("token") REFERENCES "checks" ("token") ON DELETE CASCADE);
INSERT INTO "releases" VALUES('enf0rces0001','wrong',1795987452534,NULL,NULL);
INSERT INTO "releases" VALUES('retryseen001','wrong',1795987453730,1795987457069,1795987458430);
CREATE TABLE "report_attempts" ("digest" text PRIMARY KEY NOT NULL, "attempts" integer NOT NULL, "begun_at" integer NOT NULL);
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
CREATE INDEX "report_attempts_begun_at" ON "report_attempts" ("begun_at") ;
CREATE TRIGGER "checks_count_insert" AFTER INSERT ON "checks"
    BEGIN UPDATE "counts" SET "stored" = "stored" + 1 WHERE "subject" = 'checks'; END;
CREATE TRIGGER "checks_count_delete" AFTER DELETE ON "checks"
    BEGIN UPDATE "counts" SET "stored" = "stored" - 1 WHERE "subject" = 'checks'; END;
CREATE INDEX "check_reports_token" ON "check_reports" ("token", "id") ;
CREATE INDEX "observations_refusals" ON "observations" ("token") WHERE "kind" IN ('refused', 'tls-failed');
CREATE INDEX "rates_ends_at" ON "rates" ("ends_at") ;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('migrations',16);
INSERT INTO "sqlite_sequence" VALUES('observations',23);
COMMIT;
