import type { Term } from 'otp';

/** Child ids and registered names as somebody will write them one day. */
export const CHILDREN: readonly { readonly id: Term; readonly name: string }[] = [
  {
    id: 'the_process_that_keeps_the_connection_to_the_legacy_accounting_system_alive',
    name: 'com.example.accounting.legacy.connection.KeepAliveConnectionManagerFactoryProxy',
  },
  {
    id: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
    name: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz',
  },
  {
    id: ['connection', { host: 'db-17.internal.example.com', port: 5432, replicas: ['a', 'b'] }],
    name: 'a name with spaces in it, a comma, and <b>something</b> that isn’t markup',
  },
  { id: '進捗状況を監視するプロセス', name: 'メッセージ受信箱の管理者' },
  { id: 'مراقب العمليات', name: 'خادم الرسائل' },
  { id: '🧯🔥🧯', name: 'e\u0301te\u0301 👩‍👩‍👧‍👦' },
  { id: 'x', name: 'y' },
  { id: 42, name: '42' },
];
