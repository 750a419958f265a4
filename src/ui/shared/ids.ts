/** The log's filter field, which the key `/` goes to. */
export const LOG_FILTER_ID = 'log-filter';
