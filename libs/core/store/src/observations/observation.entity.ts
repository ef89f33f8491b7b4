import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';

import type { ObservationKind, QueryTransport, SessionEnd, SessionStage } from '#checks';
import type { CertificateId, ScenarioId } from '#scenarios';

import { CheckEntity } from '../checks/check.entity.js';

@Entity({ name: 'observations' })
@Index('observations_token', ['token', 'id'])
@Index('observations_unattributed', ['clientKey', 'at'], { where: '"token" IS NULL' })
@Index('observations_refusals', ['token'], { where: `"kind" IN ('refused', 'tls-failed')` })
@Index('observations_deliveries', ['clientAddress', 'at'], { where: `"kind" = 'delivered'` })
export class ObservationEntity {
  /** AUTOINCREMENT: an id is never used again, also when the newest rows have been deleted. */
  @PrimaryGeneratedColumn('increment', { name: 'id', type: 'integer' })
  id!: number;

  @Column({ name: 'token', type: 'text', nullable: true })
  token!: string | null;

  @ManyToOne(() => CheckEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'token', foreignKeyConstraintName: 'observations_check' })
  check?: CheckEntity;

  @Column({ name: 'at', type: 'integer' })
  at!: number;

  @Column({ name: 'kind', type: 'text' })
  kind!: ObservationKind;

  @Column({ name: 'scenario', type: 'text' })
  scenario!: ScenarioId;

  @Column({ name: 'client_address', type: 'text' })
  clientAddress!: string;

  /** What observations without a token are bounded by; null where there is a token. */
  @Column({ name: 'client_key', type: 'text', nullable: true })
  clientKey!: string | null;

  @Column({ name: 'client_name', type: 'text', nullable: true })
  clientName!: string | null;

  /** Null, with the other columns of `tls_`, where there was no TLS. */
  @Column({ name: 'tls_version', type: 'text', nullable: true })
  tlsVersion!: string | null;

  @Column({ name: 'tls_cipher', type: 'text', nullable: true })
  tlsCipher!: string | null;

  @Column({ name: 'tls_server_name', type: 'text', nullable: true })
  tlsServerName!: string | null;

  @Column({ name: 'detail', type: 'text' })
  detail!: string;

  /** Null, with the columns up to `size`, where there was no SMTP session. */
  @Column({ name: 'session', type: 'text', nullable: true })
  session!: string | null;

  @Column({ name: 'client_port', type: 'integer', nullable: true })
  clientPort!: number | null;

  @Column({ name: 'session_end', type: 'text', nullable: true })
  sessionEnd!: SessionEnd | null;

  @Column({ name: 'alert', type: 'text', nullable: true })
  alert!: string | null;

  @Column({ name: 'certificate', type: 'text', nullable: true })
  certificate!: CertificateId | null;

  @Column({ name: 'since_certificate_ms', type: 'integer', nullable: true })
  sinceCertificateMs!: number | null;

  @Column({ name: 'reached', type: 'text', nullable: true })
  reached!: SessionStage | null;

  @Column({ name: 'reply', type: 'text', nullable: true })
  reply!: string | null;

  /** A `SessionTiming` as JSON. */
  @Column({ name: 'timing', type: 'text', nullable: true })
  timing!: string | null;

  @Column({ name: 'mail_from', type: 'text', nullable: true })
  mailFrom!: string | null;

  @Column({ name: 'recipient', type: 'text', nullable: true })
  recipient!: string | null;

  @Column({ name: 'message_id', type: 'text', nullable: true })
  messageId!: string | null;

  @Column({ name: 'size', type: 'integer', nullable: true })
  size!: number | null;

  /** Null, with the other columns of `query_`, where nothing was asked. */
  @Column({ name: 'query_name', type: 'text', nullable: true })
  queryName!: string | null;

  @Column({ name: 'query_type', type: 'text', nullable: true })
  queryType!: string | null;

  @Column({ name: 'query_dnssec_ok', type: 'boolean', nullable: true })
  queryDnssecOk!: boolean | null;

  @Column({ name: 'query_transport', type: 'text', nullable: true })
  queryTransport!: QueryTransport | null;

  @Column({ name: 'query_resolver_port', type: 'integer', nullable: true })
  queryResolverPort!: number | null;
}
