// Domains whose addresses anybody can have for nothing, or has from an internet provider: they tell no company.

const DOMAINS = `
gmail.com googlemail.com
outlook.com outlook.fr outlook.be outlook.de outlook.es outlook.it hotmail.com hotmail.fr hotmail.be hotmail.ch
hotmail.co.uk hotmail.de hotmail.es hotmail.it live.com live.fr live.be live.co.uk live.de live.nl msn.com passport.com
windowslive.com
yahoo.com yahoo.fr yahoo.be yahoo.ca yahoo.co.uk yahoo.de yahoo.es yahoo.it yahoo.in yahoo.com.br ymail.com rocketmail.com
icloud.com me.com mac.com aol.com aol.fr aim.com
proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tutamail.com hey.com fastmail.com
fastmail.fm zoho.com zohomail.com mailo.com mailbox.org posteo.de posteo.net hushmail.com duck.com
gmx.com gmx.fr gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de arcor.de mail.com email.com usa.com
caramail.com caramail.fr
free.fr orange.fr wanadoo.fr sfr.fr neuf.fr 9online.fr cegetel.net club-internet.fr laposte.net bbox.fr
bouyguestelecom.fr numericable.fr numericable.com noos.fr aliceadsl.fr alice.fr tele2.fr voila.fr dbmail.com
libertysurf.fr worldonline.fr infonie.fr nordnet.fr ozone.net gandi.net ik.me netcourrier.com mailoo.org
skynet.be telenet.be proximus.be scarlet.be voo.be belgacom.net bluewin.ch sunrise.ch hispeed.ch pt.lu
videotron.ca sympatico.ca rogers.com shaw.ca bell.net
btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk
comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
libero.it virgilio.it tiscali.it alice.it tin.it telefonica.net terra.es ono.com sapo.pt ziggo.nl kpnmail.nl xs4all.nl
planet.nl home.nl wp.pl o2.pl onet.pl interia.pl seznam.cz mail.ru yandex.ru yandex.com bk.ru inbox.ru list.ru rambler.ru
qq.com 163.com 126.com sina.com naver.com hanmail.net rediffmail.com uol.com.br bol.com.br terra.com.br
yopmail.com yopmail.fr mailinator.com guerrillamail.com 10minutemail.com trashmail.com jetable.org temp-mail.org
`;

const FREE_MAIL: ReadonlySet<string> = new Set(DOMAINS.trim().split(/\s+/));

/** Of a registrable domain in lower case. */
export function isFreeMailDomain(domain: string): boolean {
  return FREE_MAIL.has(domain);
}
