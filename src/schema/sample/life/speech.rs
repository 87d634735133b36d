//! Sentences in the languages of the locales: of the kind that stands in a message as well as in a description.

use super::locale::Locale;

/// The sentences of a locale; `None` for English, which has slots instead ([`super::prose`]).
pub(super) const fn speech(locale: Locale) -> Option<&'static [&'static str]> {
    Some(match locale {
        Locale::En => return None,
        Locale::ArSa => ARABIC,
        Locale::CyGb => WELSH,
        Locale::DeDe => GERMAN,
        Locale::FaIr => PERSIAN,
        Locale::FrFr => FRENCH,
        Locale::ItIt => ITALIAN,
        Locale::JaJp => JAPANESE,
        Locale::NlNl => DUTCH,
        Locale::PtBr | Locale::PtPt => PORTUGUESE,
        Locale::TrTr => TURKISH,
        Locale::ZhCn => CHINESE,
        Locale::ZhTw => TAIWANESE,
    })
}

const ARABIC: &[&str] = &[
    "شكراً جزيلاً على المساعدة.",
    "سأرسل الملف غداً صباحاً.",
    "هل يمكنك مراجعة الفاتورة اليوم؟",
    "تم تحديث القائمة هذا الصباح.",
    "الاجتماع يبدأ بعد الغداء.",
    "كل شيء يعمل كما ينبغي.",
    "يرجى الرد قبل يوم الخميس.",
    "سنتحدث عن ذلك الأسبوع القادم.",
];
const WELSH: &[&str] = &[
    "Diolch yn fawr am eich help.",
    "Bydda i'n anfon y ffeil bore fory.",
    "Allwch chi wirio'r anfoneb heddiw?",
    "Mae'r rhestr wedi ei diweddaru.",
    "Mae'r cyfarfod yn dechrau ar ôl cinio.",
    "Mae popeth yn gweithio'n iawn.",
    "Atebwch cyn dydd Gwener, os gwelwch yn dda.",
    "Byddwn ni'n siarad wythnos nesaf.",
];
const GERMAN: &[&str] = &[
    "Vielen Dank für die schnelle Antwort.",
    "Ich schicke die Unterlagen morgen früh.",
    "Kannst du heute noch die Rechnung prüfen?",
    "Die Liste ist jetzt auf dem neuesten Stand.",
    "Das Treffen beginnt nach dem Mittagessen.",
    "Bisher funktioniert alles wie geplant.",
    "Bitte bis Freitag zurückmelden.",
    "Darüber sprechen wir nächste Woche.",
    "Der Kunde wünscht einen neuen Termin.",
    "Die Lieferung ist heute angekommen.",
];
const PERSIAN: &[&str] = &[
    "از کمک شما سپاسگزارم.",
    "فردا صبح فایل را می‌فرستم.",
    "می‌توانید امروز فاکتور را بررسی کنید؟",
    "فهرست امروز صبح به‌روز شد.",
    "جلسه بعد از ناهار شروع می‌شود.",
    "تا اینجا همه چیز درست کار می‌کند.",
    "لطفاً تا پنجشنبه پاسخ دهید.",
    "هفته آینده درباره آن صحبت می‌کنیم.",
];
const FRENCH: &[&str] = &[
    "Merci beaucoup pour votre aide.",
    "J'envoie le dossier demain matin.",
    "Peux-tu vérifier la facture aujourd'hui ?",
    "La liste a été mise à jour ce matin.",
    "La réunion commence après le déjeuner.",
    "Jusqu'ici, tout fonctionne comme prévu.",
    "Merci de répondre avant vendredi.",
    "Nous en parlerons la semaine prochaine.",
    "Le client demande un autre rendez-vous.",
    "La livraison est arrivée aujourd'hui.",
];
const ITALIAN: &[&str] = &[
    "Grazie mille per l'aiuto.",
    "Invio il documento domani mattina.",
    "Puoi controllare la fattura oggi?",
    "L'elenco è stato aggiornato stamattina.",
    "La riunione inizia dopo pranzo.",
    "Per ora funziona tutto come previsto.",
    "Si prega di rispondere entro venerdì.",
    "Ne parliamo la settimana prossima.",
    "Il cliente chiede un nuovo appuntamento.",
    "La consegna è arrivata oggi.",
];
const JAPANESE: &[&str] = &[
    "ご協力ありがとうございます。",
    "資料は明日の朝にお送りします。",
    "今日中に請求書を確認していただけますか。",
    "一覧は今朝更新されました。",
    "会議は昼食の後に始まります。",
    "今のところ問題なく動いています。",
    "金曜日までにご返信ください。",
    "来週また話しましょう。",
    "本日、荷物が届きました。",
];
const DUTCH: &[&str] = &[
    "Hartelijk dank voor je hulp.",
    "Ik stuur het bestand morgenochtend.",
    "Kun je vandaag de factuur controleren?",
    "De lijst is vanochtend bijgewerkt.",
    "De vergadering begint na de lunch.",
    "Tot nu toe werkt alles zoals gepland.",
    "Graag antwoorden voor vrijdag.",
    "We hebben het er volgende week over.",
    "De klant wil een nieuwe afspraak.",
    "De levering is vandaag aangekomen.",
];
const PORTUGUESE: &[&str] = &[
    "Muito obrigado pela ajuda.",
    "Envio o documento amanhã de manhã.",
    "Pode verificar a fatura hoje?",
    "A lista foi atualizada esta manhã.",
    "A reunião começa depois do almoço.",
    "Até agora tudo funciona como previsto.",
    "Responda até sexta-feira, por favor.",
    "Falamos sobre isso na próxima semana.",
    "O cliente pede uma nova data.",
    "A entrega chegou hoje.",
];
const TURKISH: &[&str] = &[
    "Yardımınız için çok teşekkürler.",
    "Dosyayı yarın sabah gönderiyorum.",
    "Bugün faturayı kontrol edebilir misin?",
    "Liste bu sabah güncellendi.",
    "Toplantı öğle yemeğinden sonra başlıyor.",
    "Şimdilik her şey planlandığı gibi.",
    "Lütfen cuma gününe kadar yanıtlayın.",
    "Bunu gelecek hafta konuşuruz.",
    "Teslimat bugün geldi.",
];
const CHINESE: &[&str] = &[
    "非常感谢您的帮助。",
    "我明天早上把文件发给你。",
    "今天能检查一下发票吗？",
    "列表今天早上更新了。",
    "会议在午饭后开始。",
    "到目前为止一切正常。",
    "请在星期五之前回复。",
    "我们下周再谈。",
    "货物今天已经送到。",
];
const TAIWANESE: &[&str] = &[
    "非常感謝您的幫助。",
    "我明天早上把檔案寄給你。",
    "今天可以檢查一下發票嗎？",
    "清單今天早上更新了。",
    "會議在午餐後開始。",
    "到目前為止一切正常。",
    "請在星期五之前回覆。",
    "我們下週再談。",
    "貨物今天已經送到。",
];
