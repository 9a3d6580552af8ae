//! Words that tell of a status, in the languages events are announced in. Parted by `|`, folded when they are read.

/// It does not take place.
pub(super) const CANCELLED: &str = "cancelled|canceled|cancellation|called off|will not take place|wont take place|not taking place|\
    abgesagt|absage|annulliert|storniert|gestrichen|ausgefallen|entfallt|entfaellt|fallt aus|faellt aus|fallt leider aus|\
    findet nicht statt|annule|annulee|annules|annulees|annulation|n aura pas lieu|cancelado|cancelada|cancelados|canceladas|anulado|anulada|\
    suspendido|suspendida|cancelamento|nao vai acontecer|geannuleerd|afgelast|vervallen|gaat niet door|annullato|annullata|cancellato|\
    cancellata|odwolane|odwolany|odwolana|odwolano|anulowane|anulowany|anulowana|nie odbedzie sie|中止|開催中止|キャンセル|\
    取りやめ|取り止め|cancelat|installt|installd|avlyst|aflyst|peruttu|peruutettu|zruseno|zrusene|elmarad|otkazano|отменено|\
    отменена|отменен|скасовано|ακυρωθηκε|iptal edildi|iptal|取消|已取消|취소|בוטל|ملغى|gecanceld|gecancelled|gecancelt|\
    findet leider nicht statt|se cancela|se suspende|cancel·lat|cancel·lada|suspenso|suspensa|sospeso|sospesa|anulat|anulata|se anuleaza|\
    otkazan|otkazana|odpovedano|odpovedana|zrusene|zrusena|zrusen|elmaradt|törölve|atšaukta|atšauktas|atcelts|atcelta|tühistatud|jääb ära|\
    aflýst|avlyses|aflyses|perutaan|отменяется|отмена|отменени|скасована|скасований|відмінено|отменя се|ακυρωνεται|\
    đã hủy|bị hủy|hủy bỏ|dibatalkan|ยกเลิก|لغو شد|ألغيت|تم إلغاء|रद्द|취소됨|活动取消|活動取消";

/// It will take place, nobody knows when.
pub(super) const POSTPONED: &str = "postponed|delayed|on hold|verschoben|verschiebung|aufgeschoben|reporte|reportee|repousse|repoussee|\
    aplazado|aplazada|pospuesto|pospuesta|postergado|postergada|adiado|adiada|rinviato|rinviata|rimandato|rimandata|\
    posticipato|posticipata|uitgesteld|przelozone|przelozony|przelozona|przesuniete|przesuniety|odroczone|延期|開催延期|\
    has been moved to a later date|verlegt auf unbestimmte zeit|ertelenmistir|延后|推迟|延期举行|연기됨|odlozen|odlozena|odlozeny|\
    udsat|utsatt|uppskjutet|siirretty|odlozeno|elhalasztva|перенесено|перенесена|отложено|ertelendi|연기|se aplaza|se pospone|décalé|décalée|ajornat|ajornada|amanat|amanata|se amana|\
    odgođeno|odgođen|odgođena|prestavljeno|prestavljena|odložené|atidėta|nukelta|pārcelts|atlikts|edasi lükatud|udskudt|udsættes|utsettes|lykätty|\
    перенос|перенесен|переносится|отложена|отложен|відкладено|отлага се|αναβαλλεται|αναβληθηκε|tạm hoãn|hoãn|ditunda|เลื่อน|เลื่อนออกไป|\
    به تعویق افتاد|مؤجل|تم تأجيل|נדחה|स्थगित|已延期|延後";

/// It has a new date.
pub(super) const RESCHEDULED: &str = "rescheduled|new date|new time|date changed|date change|change of date|neuer termin|neues datum|\
    terminanderung|verlegt|nouvelle date|date modifiee|changement de date|reprogramme|reprogrammee|nueva fecha|\
    cambio de fecha|reprogramado|reprogramada|nova data|mudanca de data|remarcado|remarcada|reagendado|reagendada|\
    nieuwe datum|verplaatst|verzet|nuova data|cambio data|cambio di data|riprogrammato|riprogrammata|nowy termin|nowa data|\
    zmiana terminu|日程変更|日時変更|開催日変更|ny dato|nytt datum|uusi aika|uusi päivämäärä|nový termín|új időpont|novi datum|nov datum|dată nouă|\
    noua dată|yeni tarih|νεα ημερομηνια|новая дата|нова дата|нова дата проведення|改期|日期变更|日期變更|일정 변경|날짜 변경|jadwal baru";

/// It takes place, but online.
pub(super) const MOVED_ONLINE: &str = "moved online|now online|moved to online|going virtual|going online|goes online|now virtual|\
    virtualized|virtualised|jetzt online|nun online|nur online|findet online statt|online statt vor ort|passe en ligne|\
    desormais en ligne|ahora online|ahora en linea|ahora virtual|pasa a online|agora online|agora virtual|passa a online|nu online|\
    verplaatst naar online|ora online|spostato online|adesso online|teraz online|przeniesione online|\
    przeniesiony online|przeniesiona online|オンライン開催に変更|オンラインに変更|\
    moved to zoom|moved to virtual|switched to online|wird online|ins internet verlegt|findet nun online statt|\
    bascule en ligne|aura lieu en ligne|en ligne uniquement|se pasa a online|pasa a ser online|passou para online|sera online|\
    flyttet online|flyttat online|flyttet til online|presunuto online|presunuto do online|siirretty verkkoon|перенесено в онлайн|\
    переведено в онлайн|проходит онлайн|online a tasindi|온라인으로 변경|온라인 전환|改为线上|转为线上|改為線上";

/// Nobody else gets in: no status, since it takes place as announced.
pub(super) const SOLD_OUT: &str = "sold out|soldout|fully booked|fully subscribed|waitlist only|waitlist open|ausverkauft|ausgebucht|\
    restlos ausgebucht|complet|agotado|agotada|entradas agotadas|aforo completo|esgotado|esgotada|lotado|uitverkocht|\
    volgeboekt|volzet|esaurito|tutto esaurito|sold out!|wyprzedane|wyprzedany|wyprzedana|brak miejsc|brak biletow|\
    満席|満員|完売|満員御礼|増枠なし|udsolgt|utsolgt|slutsalt|slutsald|fullbokat|fullbokad|fullbooket|loppuunmyyty|vyprodano|elkelt|\
    распродано|мест нет|билетов нет|немає місць|tukendi|kontenjan doldu|매진|마감|售罄|已满|名额已满|报名已满";

/// Words that may stand before the word that tells: "this event has been cancelled", "leider abgesagt".
pub(super) const OPENINGS: &str = "event|this|the|meetup|update|updated|sorry|notice|note|important|attention|has|have|been|is|was|will|be|\
    now|unfortunately|date|today|tonight|termin|veranstaltung|treffen|ist|wird|wurde|leider|heute|achtung|hinweis|cet|l|evenement|\
    est|a|ete|n|rencontre|evento|encuentro|este|esta|ha|sido|es|foi|e|encontro|het|evenement|is|helaas|let|op|questo|l|incontro|\
    stato|wydarzenie|spotkanie|jest|zostalo|zostaje";

/// Words that may follow it without saying anything else: "until further notice", "auf unbestimmte Zeit".
pub(super) const FILLERS: &str = "event|meetup|date|dates|today|tonight|now|sorry|again|this|week|month|year|time|until|further|notice|heute|leider|\
    wieder|erneut|diesmal|auf|unbestimmte|zeit|bis|weiteres|hoy|hasta|nuevo|aviso|hoje|ate|novo|oggi|fino|data|da|destinarsi|vandaag|\
    tot|nader|bericht|dzis|dzisiaj|do|odwolania|aujourd|hui|jusqu|a|nouvel|ordre|krankheitsbedingt|wetterbedingt";

/// Words behind which a mark tells until when: "postponed to May 5".
pub(super) const UNTIL: &str = "to|until|till|to the|for|on|from|auf|auf den|auf dem|auf das|bis|bis zum|am|vom|au|du|le|jusqu au|a|al|a la|\
    al dia|hasta|hasta el|para|para el|para o|para a|el|del|ate|ao|no dia|tot|tot en met|naar|op|fino a|fino al|il|dal|na|do|\
    na dzien|til|till|til den|till den|den|na den|az|на|до|за|с";

/// Words behind which a mark tells why.
pub(super) const REASONS: &str = "due to|because of|owing to|on account of|wegen|aufgrund|auf grund|en raison|\
    pour cause|pour raison|pour raisons|suite a|faute de|debido|a causa|por causa|por motivos|por motivo|por falta|devido|por conta|\
    vanwege|wegens|door|in verband met|per motivi|per maltempo|per mancanza|per cause|z powodu|ze wzgledu|kvuli|z duvodu|\
    pa grund|grundet|grunnet|pa grunn|takia|miatt|из за|по причине|через|yuzunden|sebebiyle";

/// Further words behind which the rest of a mark in brackets or at the end tells why, or until when.
pub(super) const LOOSE_TAILS: &str =
    "because|to|until|till|auf|bis|jusqu|au|hasta|por|para|ate|tot|naar|fino|per|al|do|na";

/// Words that may stand beside numbers, months and days of the week in a date.
pub(super) const DATE_FILLERS: &str = "the|of|at|from|next|this|this coming|coming|new|date|time|am|um|uhr|h|pm|a|m|p|den|dem|der|das|\
    nachste|nachsten|kommenden|woche|jahr|le|la|les|de|du|au|prochain|el|los|del|las|dia|proximo|o|no|as|il|i|al|alle|ore|van|op|om|uur|\
    kl|klo|klokken|w|godz|dnia|r|week|month|year|spring|summer|autumn|fall|winter|fruhjahr|fruhling|sommer|herbst|printemps|\
    ete|automne|hiver|primavera|verano|otono|invierno|later|cet|cest|utc|gmt|est|edt|pst|pdt|th|st|nd|rd";

/// What surrounds the word that tells in Japanese, which parts no words.
pub(super) const JAPANESE: &[&str] = &[
    "のお知らせ",
    "となりました",
    "になりました",
    "いたします",
    "いたしました",
    "しました",
    "します",
    "です",
    "本イベントは",
    "イベント",
    "開催",
    "今回は",
];
