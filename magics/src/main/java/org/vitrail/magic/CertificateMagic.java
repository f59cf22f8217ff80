package org.vitrail.magic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.certificate.CertificateFile;
import org.vitrail.contract.certificate.Curator;
import org.vitrail.contract.certificate.ReadPiece;
import org.vitrail.contract.certificate.RegistryRecord;
import org.vitrail.contract.certificate.Verification;
import org.vitrail.contract.signing.VerifyingKey;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.certificate.CertificateArgs;
import org.vitrail.magic.view.CertificateView;

/// `%dp_certificate`: the signed certificate of a release, shown and saved.
final class CertificateMagic extends Magic {
    CertificateMagic(Notebook notebook) {
        super("dp_certificate", Certificate.class, CertificateArgs::new, notebook);
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        CertificateArgs args = (CertificateArgs) parsed;
        Optional<Curator> curator = curator(args);
        Stream.of(args.out, args.html, args.rows, args.saveKey, args.registry)
                .flatMap(Optional::stream)
                .forEach(file -> requireFree(path(file), args.force));
        String id = Releases.named(notebook(), args.release);
        String text = notebook().access().call(ActionName.CERTIFICATE, id, String.class);
        Certificate certificate = checked(text);
        notebook().show(CertificateView.certificate(certificate));
        args.out.ifPresent(file -> write(file, text));
        args.html.ifPresent(file -> write(file, CertificateView.page(certificate)));
        args.registry.ifPresent(file -> write(file, RegistryRecord.yaml(certificate, curator.orElseThrow())));
        args.rows.ifPresent(file -> saveRows(file, certificate));
        args.saveKey.ifPresent(this::saveKey);
        return certificate;
    }

    private static Optional<Curator> curator(CertificateArgs args) {
        if (args.registry.isEmpty()) {
            return Optional.empty();
        }
        if (args.curator.isEmpty() || args.curatorType.isEmpty()) {
            throw new MagicFailure("UsageError: --registry needs who publishes: --curator NAME and --curator-type"
                    + " government, industry or nonprofit");
        }
        return Optional.of(new Curator(
                args.curator.get(), args.curatorType.get(), args.intendedUse.orElse(""), args.region.orElse("")));
    }

    /// What arrived must be what a server signed; whose key that is stays open here.
    private static Certificate checked(String text) {
        Verification found = CertificateFile.verify(text.getBytes(StandardCharsets.UTF_8), Optional.empty());
        if (found instanceof Verification.Valid valid) {
            return valid.certificate();
        }
        throw new MagicFailure("the server sent a certificate that does not verify: " + found.line());
    }

    private void saveRows(String typed, Certificate certificate) {
        Path file = path(typed);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int piece = 0; ; piece++) {
                ReadPiece wanted = new ReadPiece(certificate.release().id(), piece);
                byte[] bytes = notebook().access().bytes(ActionName.RELEASE_PIECE, wanted);
                if (bytes.length == 0) {
                    break;
                }
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new MagicFailure("cannot write '" + file + "'");
        }
        try (var content = Files.newInputStream(file)) {
            if (!CertificateFile.sha256(content).equals(certificate.release().contentSha256())) {
                throw new MagicFailure("the rows that arrived are not the ones that the certificate names; ask again");
            }
        } catch (IOException e) {
            throw new MagicFailure("cannot read '" + file + "' again");
        }
        notebook().say("wrote " + file);
    }

    private void saveKey(String typed) {
        String pem = notebook().access().call(ActionName.SERVER_KEY, null, String.class);
        write(typed, pem);
        notebook()
                .say("this is key " + VerifyingKey.ofPem(pem).id()
                        + "; trust it after you compared that id with the server's owner on another way");
    }

    private void write(String typed, String text) {
        Path file = path(typed);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new MagicFailure("cannot write '" + file + "'");
        }
        notebook().say("wrote " + file);
    }

    private static void requireFree(Path file, boolean force) {
        if (Files.exists(file) && !force) {
            throw new MagicFailure("'" + file + "' exists; --force overwrites it");
        }
    }
}
