import type { Settings } from '../contract/setting.ts'
import { readCertificate } from '../io/certificate.ts'

/** The login on a broker of one's own. @throws {JidokaError} CONFIG_INVALID for a certificate that cannot be read */
export const brokerLogin = ({ broker, brokerUser, brokerPassword, brokerCa }: BrokerSettings) => ({
  url: broker,
  user: brokerUser,
  password: brokerPassword,
  ca: brokerCa === '' ? undefined : readCertificate(brokerCa),
})

export type BrokerSettings = Pick<Settings, 'broker' | 'brokerUser' | 'brokerPassword' | 'brokerCa'>
