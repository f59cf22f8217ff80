package org.vitrail.magic;

import java.util.Optional;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.magic.certificate.CertificateCheck;
import org.vitrail.magic.certificate.VerifyArgs;

/// `%dp_verify`: whether a certificate is what was signed; no server is asked.
final class VerifyMagic extends Magic {
    VerifyMagic(Notebook notebook) {
        super("dp_verify", Certificate.class, VerifyArgs::new, notebook);
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        VerifyArgs args = (VerifyArgs) parsed;
        CertificateCheck check =
                CertificateCheck.of(path(args.file), args.key.map(Magic::path), args.data.map(Magic::path));
        check.lines().subList(0, check.lines().size() - 1).forEach(notebook()::say);
        String last = check.lines().getLast();
        Certificate certificate = check.certificate().orElseThrow(() -> new MagicFailure(last));
        notebook().say(last);
        return certificate;
    }
}
