import { getMetadataArgsStorage } from 'typeorm';

import type { FieldType } from '../sql/statement.js';
import { ObservationEntity } from './observation.entity.js';

/** The columns of observations as the entity declares them, for statements that are written by hand. */
export const OBSERVATION_COLUMNS = getMetadataArgsStorage()
  .filterColumns(ObservationEntity)
  .map(({ propertyName, options }) => ({
    property: propertyName,
    column: options.name ?? propertyName,
    type: options.type as FieldType,
  }));
