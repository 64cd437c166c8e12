"""Words of documents (材料): their media types, what the store or the intake says against one, and what to do."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "application/pdf": Term("PDF 文件", "a PDF document"),
    "application/ofd": Term("OFD 版式文件", "an OFD document"),
    "image/png": Term("PNG 图片", "a PNG picture"),
    "image/jpeg": Term("JPEG 图片", "a JPEG picture"),
    "image/tiff": Term("TIFF 图片", "a TIFF picture"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Term("Word 文档(docx)", "a Word document (docx)"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Term("Excel 表格(xlsx)", "an Excel sheet (xlsx)"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": Term("PowerPoint 演示文稿(pptx)", "a PowerPoint presentation (pptx)"),
    "application/msword": Term("Word 文档(doc)", "a Word document (doc)"),
    "application/vnd.ms-excel": Term("Excel 表格(xls)", "an Excel sheet (xls)"),
    "text/plain": Term("纯文本", "plain text"),
    "text/csv": Term("CSV 表格", "a CSV table"),
    "application/geo+json": Term("GeoJSON 图形", "GeoJSON"),
    "application/json": Term("JSON 数据", "JSON"),
    "application/zip": Term("ZIP 压缩包", "a ZIP package"),
    "flaw.document-missing": Term("材料库中没有", "its bytes are not in the store"),
    "flaw.document-size": Term("大小与材料库中的不符", "its size is not that of the bytes in the store"),
    "flaw.document-type": Term("文件类型与材料库中的内容不符", "its media type is not what the bytes in the store are"),
    "flaw.document-unsound": Term("内容缺失或与摘要不符", "bytes are missing, or are not those of the digest"),
    "cli.help.document": Term("材料（附件）", "documents (attachments)"),
    "cli.help.document_put": Term("上传文件，输出可粘贴到命令中的材料说明", "upload a file and print what a command says of it"),
    "cli.help.document_get": Term("下载材料（边下载边校验）", "download a document, verified on the way"),
    "cli.help.document_verify": Term("校验材料的大小与 SHA-256", "verify size and SHA-256 of documents"),
    "cli.help.document_list": Term("列出材料库中的材料", "list the documents in the store"),
    "cli.argument.file": Term("文件", "the file"),
    "cli.argument.digest": Term("SHA-256 摘要（64 位十六进制）", "SHA-256 digest (64 hexadecimal digits)"),
    "cli.option.media-type": Term("文件类型（须与内容一致；默认按内容判定）", "media type (must agree with what is in it; default: what is in it)"),
    "cli.option.out": Term("写入此文件（默认：当前文件夹，以摘要为名）", "write to this file (default: here, named by its digest)"),
    "cli.option.all": Term("全部材料，以及记录中提到的每份材料", "every document, and every one that an event names"),
    "cli.document.looking": Term("核对文件", "looking at the file"),
    "cli.document.stored": Term("已存入材料库。", "Stored."),
    "cli.document.stored-before": Term("材料库中已有相同内容，不重复存储。", "The same bytes were there already; nothing was stored twice."),
    "cli.written": Term("已写入：{file}", "written: {file}"),
}  # fmt: skip

_KINDS = "可附的材料:PDF、OFD、PNG、JPEG、TIFF、Word、Excel、PowerPoint、纯文本或 CSV(UTF-8 或 GB18030)、JSON、GeoJSON、ZIP;请转换格式后重新提交。"
_KINDS_EN = "These may be attached: PDF, OFD, PNG, JPEG, TIFF, Word, Excel, PowerPoint, plain text or CSV (UTF-8 or GB18030), JSON, GeoJSON, ZIP. Convert the file and hand it in again."

RULES = {
    "cli-document-not-found": RuleText(
        "材料库中没有摘要为 {digest} 的材料。",
        "the store holds no document of the digest {digest}.",
        "请核对摘要；用 liandong document list 查看，或先上传。",
        "check the digest; liandong document list shows them, or upload it first.",
    ),
    "cli-document-no-room": RuleText(
        "磁盘空间不足：文件 {size} 字节，材料库还可用 {left} 字节，其中 {kept} 字节须留给记录。",
        "there is too little room: the file has {size} bytes, {left} are left to the store, of which {kept} are kept for the log.",
        "请腾出磁盘空间或扩容后重新上传；未保存任何内容。",
        "make room on the disk or enlarge it, then upload again; nothing was stored.",
    ),
    "cli-document-unsound": RuleText(
        "{count} 份材料缺失、不完整或与摘要不符。",
        "{count} documents are missing, not whole, or not of their digest.",
        "请由持有原件者重新上传同一文件（liandong document put），损坏的内容将被替换。",
        "have whoever holds the original upload it again (liandong document put): what is damaged is replaced.",
    ),
    "cli-document-download": RuleText(
        "下载的内容不完整或与摘要不符：{reason}",
        "what came is not whole or not of its digest: {reason}",
        "未写入任何文件；请用 liandong document verify 检查，并重新上传原件。",
        "no file was written; look at it with liandong document verify, and upload the original again.",
    ),
    "cli-document-which": RuleText(
        "请给出一个摘要，或用 --all 校验全部。",
        "name one digest, or verify all with --all.",
        "例如 liandong document verify --all。",
        "for example liandong document verify --all.",
    ),
    "document-stored-first": RuleText(
        "所附材料尚未存入材料库。",
        "The attached document is not in the store of documents.",
        "请先上传文件(liandong document put <文件>),再以同一指令编号重新发送。",
        "Upload the file first (liandong document put FILE), then send the command again under the same id.",
    ),
    "document-as-stored": RuleText(
        "所附材料与材料库中的不一致:{flaw}。",
        "The attached document is not as it stands in the store: {flaw}.",
        "请按上传时给出的名称、摘要、大小和类型填写(liandong document put 输出的内容可直接粘贴)。",
        "Give digest, size and media type as the upload printed them (liandong document put).",
    ),
    "document-empty": RuleText(
        "文件“{name}”是空的。",
        "The file “{name}” is empty.",
        "请核对文件;空文件不能作为材料。",
        "Check the file; an empty one proves nothing.",
    ),
    "document-too-large": RuleText(
        "文件“{name}”长 {size} 字节,超过上限 {limit} 字节。",
        "The file “{name}” has {size} bytes, more than the limit of {limit}.",
        "请压缩图片、分册或打包后再提交。",
        "Compress it, or hand it in as several files.",
    ),
    "document-is-a-program": RuleText(
        "文件“{name}”的内容是程序、脚本,或含有宏。",
        "The file “{name}” is a program or a script, or holds macros.",
        "可执行的内容不能作为材料;请另存为不含宏的文档或 PDF。",
        "Nothing that can be run may be attached; save it without macros, or as PDF.",
    ),
    "document-of-unknown-kind": RuleText(
        "文件“{name}”的内容不属于可附材料的类型,或文件不完整。",
        "What is in the file “{name}” is of no kind that may be attached, or the file is not whole.",
        _KINDS,
        _KINDS_EN,
    ),
    "document-is-another-kind": RuleText(
        "文件“{name}”称为{claim},内容却是{content}。",
        "The file “{name}” is said to be {claim}; what is in it is {content}.",
        "文件类型以内容为准;请更正文件名或所填类型,或提交正确的文件。",
        "What is in it counts; correct its name or the media type given, or hand in the right file.",
    ),
    "document-changed": RuleText(
        "文件“{name}”在读取期间发生了变化。",
        "The file “{name}” changed while it was being read.",
        "请关闭正在编辑它的程序后重新上传;未保存任何可见内容。",
        "Close the program that edits it and upload it again; nothing of it is visible.",
    ),
    "document-not-stored": RuleText(
        "材料未能存入:{reason}。已存 {stored} 字节,共 {size} 字节;未完成的上传对任何人都不可见。",
        "The document could not be stored: {reason}. {stored} of {size} bytes are there; nobody sees an upload that is not complete.",
        "磁盘已满的,请先腾出空间或扩容;然后重新上传同一文件,将从中断处继续。",
        "If the disk is full, make room first; then upload the same file again: it goes on where it stopped.",
    ),
    "document-spoilt": RuleText(
        "材料库中摘要 {digest} 之下多次留有不属于该文件的内容。",
        "Under the digest {digest} the store repeatedly holds bytes that are not of that document.",
        "请运维人员查明由何人写入材料库。",
        "Have the operators find out who else writes to the store.",
    ),
}  # fmt: skip
