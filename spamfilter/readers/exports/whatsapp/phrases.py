"""What WhatsApp writes itself, in its languages: in place of media, of deleted messages, behind edited ones.

Anybody may write the same into a message, so what is passed over has to be such a phrase as a whole.
The phrases are those of exports in the repositories that read them (github.com/Pustur/whatsapp-chat-parser,
github.com/joweich/chat-miner and others); no page lists them.
"""

from spamfilter.readers.exports.text import UNMARKED

# What the app calls whom the phone belongs to. A name that is somebody's too, such as Ty, is left out.
YOU = {"You", "Du", "Tú", "Vous", "Você", "Jij", "Вы", "Ви", "你", "您", "あなた", "나", "أنت", "आप", "Anda"}

OMITTED = {
    line.strip().casefold()
    for line in """
    media omitted
    image omitted
    video omitted
    video note omitted
    video message omitted
    audio omitted
    gif omitted
    sticker omitted
    document omitted
    contact card omitted
    view once message omitted
    medien ausgeschlossen
    medien weggelassen
    bild weggelassen
    video weggelassen
    videonachricht weggelassen
    audio weggelassen
    gif weggelassen
    sticker weggelassen
    dokument weggelassen
    kontaktkarte ausgelassen
    kontaktkarte weggelassen
    multimedia omitido
    archivo omitido
    imagen omitida
    video omitido
    audio omitido
    gif omitido
    sticker omitido
    documento omitido
    tarjeta de contacto omitida
    médias omis
    media omis
    image absente
    vidéo absente
    audio omis
    gif retiré
    sticker omis
    document manquant
    fiche contact manquante
    media omessi
    media omesso
    immagine omessa
    video omesso
    audio omesso
    gif esclusa
    sticker non incluso
    documento omesso
    scheda contatto omessa
    mídia oculta
    arquivo de mídia oculto
    mídia omitida
    ficheiro não revelado
    imagem ocultada
    imagem não revelada
    vídeo omitido
    vídeo não revelado
    áudio ocultado
    ficheiro de áudio não revelado
    gif não revelada
    gif omitida
    figurinha omitida
    sticker não revelado
    documento não revelado
    cartão do contato omitido
    contacto não revelado
    media weggelaten
    afbeelding weggelaten
    video weggelaten
    audio weggelaten
    gif weggelaten
    sticker weggelaten
    document weggelaten
    contactkaart weggelaten
    без медиафайлов
    медиафайл пропущен
    изображение отсутствует
    видео отсутствует
    аудио отсутствует
    gif отсутствует
    стикер не добавлен
    документ отсутствует
    карточка контакта отсутствует
    без медіафайлів
    зображення відсутнє
    відео відсутнє
    аудіо відсутнє
    gif-анімацію пропущено
    наклейку не додано
    документ пропущено
    картка контакту відсутня
    medya dahil edilmedi
    görüntü dahil edilmedi
    video dahil edilmedi
    ses dahil edilmedi
    gif dahil edilmedi
    çıkartma dahil edilmedi
    belge dahil edilmedi
    kişi kartı dahil edilmedi
    média vynechány
    média vynechané
    obrázek vynechán
    video vynecháno
    audio vynecháno
    gif vynechán
    nálepka vynechána
    dokument vynechán
    vizitka vynechána
    pominięto multimedia
    multimedia pominięte
    media uteslutna
    medier utelämnade
    mediefil utelatt
    medier udeladt
    media jätettiin pois
    kuva jätettiin pois
    media tidak disertakan
    gambar tidak disertakan
    video tidak disertakan
    audio tidak disertakan
    stiker tidak disertakan
    dokumen tidak disertakan
    tidak ada media
    file media dihilangkan
    تم استبعاد الوسائط
    لم يتم إدراج الوسائط
    لم يتم إدراج الصورة
    لم يتم إدراج الفيديوهات
    لم يتم إدراج المقاطع الصوتية
    لم يتم إدراج صورة gif
    لم يتم إدراج المستند
    لم يتم إدراج بطاقة جهة اتصال
    تم حذف الملصقات
    المدیا حذف شد
    رسانه حذف شد
    המדיה לא נכללה
    התמונה הושמטה
    הסרטון הושמט
    מדיה הושמטה
    मीडिया छोड़ा गया
    मीडिया के बिना
    省略多媒体文件
    媒體已略去
    图像已忽略
    忽略影片
    圖片略去
    媒体文件已忽略
    メディアは含まれていません
    メディアなし
    画像は含まれていません
    미디어를 제외한 파일
    미디어 파일을 제외한 텍스트
    사진을 제외한 파일
    missed voice call
    missed video call
    missed group voice call
    missed group video call
    verpasster sprachanruf
    verpasster videoanruf
    llamada perdida
    videollamada perdida
    appel vocal manqué
    appel vidéo manqué
    chiamata vocale persa
    chamada de voz perdida
    пропущенный аудиозвонок
    пропущенный видеозвонок
    null
    """.splitlines()
    if line.strip()
}

DELETED_PHRASES = {
    line.strip().casefold()
    for line in """
    this message was deleted
    you deleted this message
    message deleted
    this message was deleted by admin
    diese nachricht wurde gelöscht
    du hast diese nachricht gelöscht
    se eliminó este mensaje
    este mensaje fue eliminado
    eliminaste este mensaje
    mensaje eliminado
    ce message a été supprimé
    vous avez supprimé ce message
    questo messaggio è stato eliminato
    hai eliminato questo messaggio
    esta mensagem foi apagada
    essa mensagem foi apagada
    esta mensagem foi eliminada
    mensagem apagada
    você apagou esta mensagem
    apagou esta mensagem
    eliminou esta mensagem
    dit bericht is verwijderd
    dit bericht werd verwijderd
    je hebt dit bericht verwijderd
    u hebt dit bericht verwijderd
    данное сообщение удалено
    это сообщение удалено
    вы удалили данное сообщение
    вы удалили это сообщение
    це повідомлення було видалено
    ви видалили це повідомлення
    bu mesaj silindi
    bu mesajı sildiniz
    tato zpráva byla smazána
    tato zpráva byla odstraněna
    tuto zprávu jste smazal/a
    ta wiadomość została usunięta
    usunąłeś tę wiadomość
    usunięto tę wiadomość
    meddelandet raderades
    tämä viesti poistettiin
    pesan ini telah dihapus
    pesan ini dihapus
    anda menghapus pesan ini
    تم حذف هذه الرسالة
    لقد حذفت هذه الرسالة
    حذفت هذه الرسالة
    این پیام حذف شد
    הודעה זו נמחקה
    यह मैसेज डिलीट कर दिया गया
    यह संदेश हटाया गया था
    此消息已被删除
    此消息已删除
    你已删除此消息
    您已删除此消息
    這則訊息已刪除
    此訊息已被刪除
    このメッセージは削除されました
    メッセージを削除しました
    삭제된 메시지입니다
    이 메시지는 삭제되었습니다
    """.splitlines()
    if line.strip()
}

EDITED = {
    line.strip().casefold()
    for line in """
    this message was edited
    diese nachricht wurde bearbeitet
    se editó este mensaje
    este mensaje fue editado
    ce message a été modifié
    questo messaggio è stato modificato
    esta mensagem foi editada
    mensagem editada
    essa mensagem foi editada
    dit bericht is bewerkt
    dit bericht werd bewerkt
    данное сообщение изменено
    это сообщение изменено
    сообщение изменено
    це повідомлення відредаговано
    bu mesaj düzenlendi
    tato zpráva byla upravena
    ta wiadomość została edytowana
    pesan ini telah diedit
    pesan ini diedit
    تم تعديل هذه الرسالة
    این پیام ویرایش شد
    הודעה זו נערכה
    यह मैसेज एडिट किया गया
    此消息已被编辑
    此消息已编辑
    這則訊息已編輯
    このメッセージは編集されました
    이 메시지는 수정되었습니다
    """.splitlines()
    if line.strip()
}

# A part of the notice with which a chat begins.
ENCRYPTED = [
    line.strip()
    for line in """
    end-to-end
    ende-zu-ende
    extremo a extremo
    bout en bout
    ponta a ponta
    ponto a ponto
    end-to-endversleuteld
    сквозным шифрованием
    наскрізним шифруванням
    uçtan uca
    koncovým šifrováním
    koncově
    szyfrowan
    päästä päähän
    enkripsi
    التشفير التام
    مشفرة تمامًا
    سرتاسر
    מקצה לקצה
    एंड-टू-एंड
    端到端
    端對端
    エンドツーエンド
    종단간
    종단 간
    """.splitlines()
    if line.strip()
]

# How files are called, before the name of who the chat is with.
TITLES = (
    "whatsapp chat with ",
    "whatsapp chat - ",
    "whatsapp-chat mit ",
    "whatsapp chat mit ",
    "whatsapp-chat met ",
    "whatsapp chat met ",
    "chat de whatsapp con ",
    "conversación de whatsapp con ",
    "conversa do whatsapp com ",
    "discussion whatsapp avec ",
    "chat whatsapp con ",
    "chat whatsapp s uživatelem ",
    "чат whatsapp с контактом ",
    "чат whatsapp з ",
    "chat whatsapp dengan ",
    "whatsapp-chatt med ",
    "czat whatsapp z ",
    "whatsapp-keskustelu: ",
)


def fold_phrase(text: str) -> str:
    """``text`` as the sets above have it: in lower case, without unseen marks, brackets and a full stop."""
    return " ".join(text.translate(UNMARKED).split()).strip("<>.。 ").casefold()
